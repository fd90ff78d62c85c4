// What goes along with a text: puts a macro's words into the editor, and leaves with the words.
class MacroDeeds extends HTMLElement {
  connectedCallback() {
    const words = this.querySelector("template[data-words]");
    if (words) this.write(words);
    requestAnimationFrame(() => this.chooseStatus()); // the button is awake by then
    this.listener = (event) => event.target === this.field && this.leave();
    document.addEventListener("trix-change", this.listener);
  }

  disconnectedCallback() { document.removeEventListener("trix-change", this.listener); }

  get field() { return document.getElementById(this.getAttribute("for")); }
  get mode() { return this.getAttribute("for").replace(/-body$/, ""); }

  write(words) {
    const html = words.innerHTML, { editor } = this.field ?? {};
    words.remove();
    if (!editor) return;
    document.querySelector(`[data-writes="${this.mode}"]`)?.click();
    editor.recordUndoEntry("macro");
    this.beginALine(editor);
    editor.insertHTML(html);
    // What swaps this in gives the focus back to where it was; after that it is the editor's.
    document.addEventListener("htmx:after:swap", () => this.goOn(html), { once: true });
    if (this.dataset.blanks) this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: this.dataset.blanks, tone: "soon" } }));
  }

  goOn(html) {
    this.field?.focus();
    this.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { html } }));
  }

  // Behind words that stand there already, on a line of their own.
  beginALine(editor) {
    const [at] = editor.getSelectedRange();
    const before = editor.getDocument().toString().slice(0, at);
    if (before.trim() && !before.endsWith("\n\n")) editor.insertString(before.endsWith("\n") ? "\n" : "\n\n");
  }

  // The button that sends shows the status; one that it does not know stays a deed of its own.
  chooseStatus() {
    const chip = this.querySelector("[data-chooses]"), button = this.closest("form")?.querySelector("split-button");
    const choice = chip && button?.querySelector(`[data-value="${CSS.escape(chip.dataset.chooses)}"]`);
    if (!choice || !button.choose) return;
    button.choose(choice, { once: true });
    chip.querySelector("input").disabled = true;
    chip.hidden = true;
  }

  leave() {
    if (this.field.editor.getDocument().toString().trim()) return;
    for (const use of this.querySelectorAll("[data-use]")) fetch(use.dataset.use, { method: "POST", keepalive: true, headers: { "HX-Request": "true", "X-CSRFToken": this.closest("form").querySelector('[name="csrfmiddlewaretoken"]').value } }).catch(() => {});
    this.replaceChildren();
  }
}

customElements.define("macro-deeds", MacroDeeds);
