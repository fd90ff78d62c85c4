// A dialog closes once its form has been taken; what is asked while it is filled in closes nothing.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.matches?.("form[data-closes-after]") ? event.target : null;
  const status = event.detail?.ctx?.response?.raw?.status;
  if (form && status < 400) form.closest("dialog")?.close();
});

// What was missing for solving is said now: the answer that was refused for it goes again.
document.addEventListener("send-again", () => document.querySelector("#panel-reply .split__main")?.click());
