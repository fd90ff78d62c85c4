// Dialogs and what goes away: [data-opens], [data-closes], [data-dismisses], [data-reloads].
const MODAL = "dialog.dialog, dialog.drawer, dialog.palette";

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const opens = at("[data-opens]");
  if (opens) open(document.getElementById(opens.dataset.opens));
  if (at("[data-closes]")) at("dialog")?.close();
  if (at("[data-dismisses]")) at(at("[data-dismisses]").dataset.dismisses)?.remove();
  if (at("[data-reloads]")) location.reload();
  if (event.target.matches?.(MODAL) && isOutside(event)) event.target.close();
});

// The first [data-begins] that is there gets the focus, or the first thing to fill in, else the title: never the cross.
function open(dialog) {
  dialog?.showModal();
  (dialog?.querySelector("[data-begins]:not([hidden])") ?? dialog?.querySelector('[class$="__body"] :is(input:not([type="hidden"], [type="checkbox"], [type="radio"]), select, textarea, trix-editor)'))?.focus();
}

function isOutside({ clientX: x, clientY: y, target }) {
  const box = target.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

const openNew = () => document.querySelectorAll("dialog[data-open-now]:not([open])").forEach((dialog) => {
  dialog.removeAttribute("data-open-now");
  open(dialog);
});
document.addEventListener("htmx:after:swap", openNew);
openNew();
