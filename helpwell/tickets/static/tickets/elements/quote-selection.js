// A press on [data-quotes] puts the words selected in the thread into the reply, as a quotation.
const frames = () => [...document.querySelectorAll("#thread iframe")].map((frame) => frame.contentDocument).filter(Boolean);

// In the page only what is selected within a message; mails with a look stand in frames of their own.
function selected() {
  const here = getSelection();
  if (here && !here.isCollapsed && document.getElementById("thread")?.contains(here.anchorNode)) return here;
  return frames().map((page) => page.getSelection()).find((found) => found && !found.isCollapsed);
}

const escaped = (text) => Object.assign(document.createElement("div"), { textContent: text }).innerHTML;

function quote(button) {
  const found = selected(), text = found?.toString().trim();
  if (!text) return button.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: button.dataset.nothing } }));
  document.querySelector('[data-writes="reply"]')?.click();
  const { editor } = document.getElementById("reply-body") ?? {};
  if (!editor) return;
  found.removeAllRanges();
  editor.recordUndoEntry("quote");
  editor.insertHTML(`<blockquote>${escaped(text).replace(/\s*\n\s*/g, "<br>")}</blockquote><div><br></div>`);
  document.getElementById("reply-body").focus();
}

document.addEventListener("pointerdown", (event) => event.target.closest?.("[data-quotes]") && event.preventDefault());
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-quotes]");
  if (button) quote(button);
});
