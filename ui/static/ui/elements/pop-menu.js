// A button and its list of actions: arrows move, letters jump, Escape closes (the popover's own).
import { place } from "./floating.js";

class PopMenu extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.opener = this.querySelector("[popovertarget]");
    this.list = this.querySelector("[popover]");
    // The browser focuses at once what says autofocus; by the time of "toggle" keys may be lost.
    this.list.addEventListener("beforetoggle", () => this.items[0]?.toggleAttribute("autofocus", true));
    this.list.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => event.target.closest('[role^="menuitem"]') && this.list.hidePopover());
    this.opener.addEventListener("keydown", (event) => this.openByArrow(event));
  }

  get items() { return [...this.list.querySelectorAll('[role^="menuitem"]:not(:disabled)')]; }

  toggled(isOpen) {
    this.opener.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    const where = this.getAttribute("place");
    place(this.list, this.opener, { side: where === "start" ? "start" : "end", above: where === "above" });
  }

  openByArrow(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.list.showPopover();
  }

  press(event) {
    const items = this.items, at = items.indexOf(document.activeElement), last = items.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (event.key === "Tab") this.list.hidePopover();
    if (to !== undefined) { event.preventDefault(); items[to]?.focus(); }
    else if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) this.jump(event, items, at);
  }

  jump(event, items, at) {
    const begins = (item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const found = [...items.slice(at + 1), ...items].find(begins);
    event.preventDefault();
    event.stopPropagation();
    found?.focus();
  }
}

customElements.define("pop-menu", PopMenu);
