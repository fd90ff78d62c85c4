// A dialog closes once its form has been taken.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-closes-after]");
  const status = event.detail?.ctx?.response?.raw?.status;
  if (form && status < 400) form.closest("dialog")?.close();
});
