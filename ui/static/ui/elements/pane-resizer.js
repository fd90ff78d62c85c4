// The line between two panes: drag it, or focus it and use the arrows; Enter hides the pane, double click resets.
import { keep } from "./look.js";

const LIMITS = { views: [160, 320], list: [260, 560], side: [240, 480] };
const html = document.documentElement;

class PaneResizer extends HTMLElement {
  connectedCallback() {
    this.pane = this.getAttribute("pane");
    [this.least, this.most] = LIMITS[this.pane] ?? [200, 500];
    this.setAttribute("aria-valuemin", this.least);
    this.setAttribute("aria-valuemax", this.most);
    this.tell();
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("pointerdown", (event) => this.grab(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("dblclick", () => this.reset());
  }

  get width() { return this.parentElement.getBoundingClientRect().width; }
  get grows() { return (this.pane === "side" ? -1 : 1) * (html.dir === "rtl" ? -1 : 1); }

  grab(event) {
    const from = event.clientX, width = this.width;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    this.toggleAttribute("data-dragging", true);
    const drag = (moved) => this.set(width + (moved.clientX - from) * this.grows);
    this.addEventListener("pointermove", drag);
    this.addEventListener("lostpointercapture", () => {
      this.removeEventListener("pointermove", drag);
      this.removeAttribute("data-dragging");
      keep({ [`width-${this.pane}`]: Math.round(this.width) });
    }, { once: true });
  }

  press(event) {
    const step = event.shiftKey ? 48 : 16;
    const to = { ArrowRight: this.width + step * this.grows, ArrowLeft: this.width - step * this.grows, Home: this.least, End: this.most }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.set(to);
    keep({ [`width-${this.pane}`]: Math.round(this.width) });
  }

  set(width) {
    html.style.setProperty(`--${this.pane}-width`, `${Math.round(Math.max(this.least, Math.min(this.most, width)))}px`);
    this.tell();
  }

  reset() {
    html.style.removeProperty(`--${this.pane}-width`);
    keep({ [`width-${this.pane}`]: undefined });
    this.tell();
  }

  tell() { this.setAttribute("aria-valuenow", Math.round(this.width) || this.least); }
}

customElements.define("pane-resizer", PaneResizer);
