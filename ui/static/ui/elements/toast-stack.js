// Notices bottom left. Anyone may say: element.dispatchEvent(new CustomEvent("toast",
// {bubbles: true, detail: {text, undo, tone, seconds}})); a server says it with HX-Trigger.
class ToastStack extends HTMLElement {
  connectedCallback() {
    this.clocks = new WeakMap();
    this.listener = (event) => this.show(event.detail ?? {});
    document.addEventListener("toast", this.listener);
    this.watch = new MutationObserver((changes) => changes.forEach((c) => c.addedNodes.forEach((n) => this.start(n))));
    this.watch.observe(this, { childList: true });
    this.querySelectorAll(":scope > .toast").forEach((toast) => this.start(toast));
    this.addEventListener("htmx:finally:request", (event) => event.target.closest(".toast")?.remove());
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this.listener);
    this.watch.disconnect();
  }

  show({ text, undo, tone, seconds }) {
    if (!text) return;
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true);
    toast.querySelector(".toast__words").textContent = text;
    if (tone) toast.classList.add(`toast--${tone}`);
    toast.dataset.seconds = seconds || (undo ? 10 : 6);
    const back = toast.querySelector(".toast__undo");
    if (undo) Object.entries({ "hx-post": undo, "hx-swap": "none" }).forEach(([name, value]) => back.setAttribute(name, value));
    back.hidden = !undo;
    this.append(toast);
    if (undo) window.htmx?.process(toast);
    return toast;
  }

  start(toast) {
    if (!toast.classList?.contains("toast")) return;
    const run = () => this.clocks.set(toast, setTimeout(() => toast.remove(), (Number(toast.dataset.seconds) || 6) * 1000));
    const hold = () => clearTimeout(this.clocks.get(toast));
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", run);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", run);
    run();
    while (this.querySelectorAll(":scope > .toast").length > 3) this.querySelector(":scope > .toast").remove();
  }
}

customElements.define("toast-stack", ToastStack);
