// Small manners of the page: dialogs close after their form, `z` undoes, keys open menus.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-closes-after]");
  const status = event.detail?.ctx?.response?.raw?.status;
  if (form && status < 400) form.closest("dialog")?.close();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens-menu]");
  if (opener && event.target === opener) opener.querySelector("[popovertarget]")?.click();
});
