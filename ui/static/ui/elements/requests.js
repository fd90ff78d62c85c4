// What to say when a request fails; 422 is a form with its errors, and a 401 is said by the line above.
const stack = () => document.querySelector("toast-stack");

function tell(text) {
  if (text) stack()?.show({ text, tone: "late" });
}

document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail?.ctx?.response?.raw?.status ?? event.detail?.ctx?.response?.status;
  if (status === 401 || status === 422) return;
  const words = stack()?.dataset ?? {};
  tell({ 403: words.forbidden, 404: words.gone, 410: words.gone }[status] ?? words.failed);
});

// A page that was not given has no place in the history.
document.addEventListener("htmx:before:history:update", (event) => {
  if (event.detail.response?.status >= 400) event.preventDefault();
});

document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail ?? {};
  if (ctx?.response || ctx?.sourceEvent?.type?.startsWith("live-")) return; // nobody asked for that
  tell(stack()?.dataset.offline);
});
