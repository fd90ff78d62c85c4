// After words were put in: what is still to be filled in is marked, and the first is ready to type over.
const BLANK = /___[^_\n]{1,80}___/g;

function mark() {
  if (!window.Highlight) return;
  const ranges = [];
  for (const field of document.querySelectorAll("trix-editor")) {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const found of node.data.matchAll(BLANK)) {
        const range = new Range();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("blank", new Highlight(...ranges));
}

function selectFirst(field) {
  const found = field.editor?.getDocument().toString().match(BLANK.source);
  if (found) field.editor.setSelectedRange([found.index, found.index + found[0].length]);
}

document.addEventListener("picked", (event) => {
  const field = document.getElementById(event.target.getAttribute?.("for"));
  if (field && /___/.test(event.detail.html ?? "")) selectFirst(field);
});
for (const name of ["trix-render", "trix-initialize"]) document.addEventListener(name, () => requestAnimationFrame(mark));
