// The editor: Trix is fetched from `trix` only where somebody writes.

class RichText extends HTMLElement {
  connectedCallback() {
    if (window.Trix || document.querySelector("script[data-trix]")) return;
    const script = Object.assign(document.createElement("script"), { src: this.getAttribute("trix") });
    script.dataset.trix = "";
    document.head.append(script);
  }

  get editor() { return this.querySelector("trix-editor"); }
}

customElements.define("rich-text", RichText);

// What is typed reaches the form a moment later than the key; sending must not lose the last letters.
document.addEventListener("submit", (event) => {
  for (const { editorController } of event.target.querySelectorAll("trix-editor")) {
    editorController?.compositionController.render();
    editorController?.updateInputElement();
  }
}, { capture: true });
