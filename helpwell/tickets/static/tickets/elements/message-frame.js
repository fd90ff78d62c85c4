// A foreign message in its sandboxed frame, as tall as what it says.
class MessageFrame extends HTMLElement {
  connectedCallback() {
    this.passOn = this.passOn.bind(this);
    this.frame = this.querySelector("iframe");
    this.frame?.addEventListener("load", () => this.begin());
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this);
    this.begin(); // it may have been there first
    this.previousElementSibling?.addEventListener("click", (event) => this.showImages(event.target.closest("[data-shows-images]")));
  }

  disconnectedCallback() { this.sizes?.disconnect(); }

  begin() {
    this.fit();
    this.frame?.contentDocument?.addEventListener("keydown", this.passOn);
  }

  // Whoever has clicked or selected in a mail works by the same keys as everywhere.
  passOn(event) {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if ((ctrlKey || metaKey) && key.toLowerCase() !== "k") return;
    const again = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, shiftKey, altKey, bubbles: true, cancelable: true });
    if (!this.dispatchEvent(again)) event.preventDefault();
  }

  fit() {
    const page = this.frame?.contentDocument?.documentElement;
    if (!page?.querySelector("body *, body")) return;
    this.frame.height = 0;
    this.frame.height = Math.min(page.scrollHeight, 20000);
    this.dispatchEvent(new CustomEvent("fitted", { bubbles: true }));
  }

  showImages(button) {
    if (!button) return;
    this.frame.src = button.dataset.showsImages;
    button.closest("p").remove();
  }
}

customElements.define("message-frame", MessageFrame);
