// Plain text: a press on [data-plain] takes all formatting off and keeps it off, in every editor and
// for next time. Also: an address that is pasted over words makes them a link.
const KEPT = "helpwell.plain";
const SHORTCUTS = ["b", "i"];

const isPlain = () => localStorage.getItem(KEPT) === "on";
const editorOf = (target) => target.closest?.("trix-editor");

function show() {
  for (const rich of document.querySelectorAll("rich-text")) rich.classList.toggle("editor--plain", isPlain());
  for (const button of document.querySelectorAll("[data-plain]")) button.setAttribute("aria-pressed", String(isPlain()));
}

// The words as they are read, line by line; files that stand among them stay.
function flatten(field) {
  if (!isFormatted(field)) return;
  const { editor } = field;
  const range = editor.getSelectedRange();
  editor.recordUndoEntry("plain");
  editor.loadHTML(asLines(field));
  editor.setSelectedRange(range);
}

const isFormatted = (field) => /<(strong|em|del|a|blockquote|pre|h1|ul|ol)\b/.test(field.value);

function asLines(field) {
  const holder = document.createElement("template");
  holder.innerHTML = field.value;
  for (const mark of holder.content.querySelectorAll("strong, em, del, a:not(figure a)")) mark.replaceWith(...mark.childNodes);
  for (const item of holder.content.querySelectorAll("li, h1, blockquote, pre")) item.replaceWith(...item.childNodes, document.createElement("br"));
  for (const list of holder.content.querySelectorAll("ul, ol")) {
    const lines = document.createElement("div");
    lines.append(...list.childNodes);
    list.replaceWith(lines);
  }
  return holder.innerHTML;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-plain]")) return;
  localStorage.setItem(KEPT, isPlain() ? "off" : "on");
  show();
  const field = event.target.closest("rich-text")?.querySelector("trix-editor");
  if (isPlain() && field?.editor) flatten(field);
  field?.focus();
});

document.addEventListener("paste", (event) => {
  const field = editorOf(event.target), data = event.clipboardData;
  if (!field?.editor || !data || data.files.length) return;
  const text = data.getData("text/plain"), [from, to] = field.editor.getSelectedRange();
  const isAddress = /^https?:\/\/\S+$/.test(text.trim());
  if (!isPlain() && !(isAddress && from !== to)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isPlain()) field.editor.insertString(text.replace(/\r\n?/g, "\n"));
  else field.editor.activateAttribute("href", text.trim());
}, { capture: true });

document.addEventListener("keydown", (event) => {
  if (isPlain() && editorOf(event.target) && (event.ctrlKey || event.metaKey) && SHORTCUTS.includes(event.key.toLowerCase())) { event.preventDefault(); event.stopImmediatePropagation(); }
}, { capture: true });

// Words put in by snippets and macros, and drafts, lose their formatting as well.
document.addEventListener("picked", (event) => {
  const field = document.getElementById(event.target.getAttribute?.("for"));
  if (isPlain() && field?.editor) flatten(field);
});
document.addEventListener("trix-initialize", show);
