// Lines that are typed, moved up, down, in and out, and taken out of use; and what a field waits for.
const DEEPEST = 2;

class ArrangedLines extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("paste", (event) => this.paste(event));
  }

  clicked(event) {
    if (event.target.closest("[data-adds]")) return this.add(null).focus();
    const button = event.target.closest("[data-moves]");
    if (button) this.move(button.closest("li"), button.dataset.moves, button);
  }

  move(line, way, button) {
    if (way === "up") line.previousElementSibling?.before(line);
    if (way === "down") line.nextElementSibling?.after(line);
    if (way === "in" || way === "out") this.indent(line, way === "in" ? 1 : -1);
    if (way === "gone") return this.retire(line);
    button.focus();
  }

  indent(line, by) {
    const depth = this.column(line, "depth");
    depth.value = Math.min(DEEPEST, Math.max(0, Number(depth.value) + by));
    line.dataset.depth = depth.value;
  }

  // What nobody can have said yet simply goes.
  retire(line) {
    if (!this.column(line, "value").value) {
      (line.nextElementSibling ?? line.previousElementSibling)?.querySelector(".input").focus();
      return line.remove();
    }
    const gone = this.column(line, "retired");
    gone.value = gone.value ? "" : "1";
    line.classList.toggle("lines__one--gone", Boolean(gone.value));
  }

  press(event) {
    const line = event.target.closest("li");
    if (!event.target.matches(".input") || event.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.add(line).focus(); }
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) { event.preventDefault(); this.move(line, event.key === "ArrowUp" ? "up" : "down", event.target); }
  }

  paste(event) {
    const words = event.clipboardData.getData("text/plain").split(/\r?\n/).filter((word) => word.trim());
    if (words.length < 2) return;
    event.preventDefault();
    let line = event.target.closest("li");
    for (const word of words) line = this.add(line, word).closest("li");
  }

  add(after, word = "") {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    after ? after.after(line) : this.list.append(line);
    this.column(line, "depth").value = line.dataset.depth = after?.dataset.depth ?? 0;
    const input = line.querySelector(".input");
    input.value = word.trim();
    return input;
  }

  column(line, name) { return line.querySelector(`[name="choice_${name}"]`); }
}

class FieldCondition extends HTMLElement {
  connectedCallback() {
    this.querySelector("select").addEventListener("change", ({ target }) => {
      for (const group of this.querySelectorAll("[data-of]")) group.hidden = group.dataset.of !== target.value;
    });
  }
}

customElements.define("arranged-lines", ArrangedLines);
customElements.define("field-condition", FieldCondition);
