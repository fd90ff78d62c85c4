// <copy-button text="…" said="Copied">: wraps a button that copies the text and says so.
class CopyButton extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.getAttribute("text") ?? "");
      this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: this.getAttribute("said"), seconds: 3 } }));
    });
  }
}

customElements.define("copy-button", CopyButton);
