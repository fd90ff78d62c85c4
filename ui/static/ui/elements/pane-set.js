// The frame's panes: shown and hidden by [data-toggle-pane], one at a time on a phone by [data-show-pane].
import { keep, look } from "./look.js";

const html = document.documentElement;
const isPhone = () => matchMedia("(max-width: 759.98px)").matches;
const isNarrow = () => matchMedia("(max-width: 1099.98px)").matches;

class PaneSet extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const on = (type, heard) => document.addEventListener(type, heard, { signal: this.listeners.signal });
    on("click", (event) => this.clicked(event));
    on("keydown", (event) => event.key === "Escape" && this.closeDrawer(event));
    on("htmx:after:swap", () => this.tell());
    this.tell();
  }

  disconnectedCallback() { this.listeners.abort(); }

  clicked(event) {
    const shows = event.target.closest("[data-show-pane]"), toggles = event.target.closest("[data-toggle-pane]");
    if (shows) this.show(shows.dataset.showPane);
    if (toggles) this.toggle(toggles.dataset.togglePane, toggles);
    if (event.target.closest("[data-widen-rail]")) this.widen();
    if (!toggles && document.body.dataset.side === "open" && isNarrow() && !event.target.closest("#pane-side, dialog, [popover]")) this.side(false);
  }

  show(pane) {
    if (pane === "side" && !isPhone()) return this.side(true);
    document.body.dataset.showing = pane;
    if (isPhone()) document.getElementById(pane === "main" ? "main" : `pane-${pane}`)?.scrollTo(0, 0);
    this.tell();
  }

  toggle(pane, opener) {
    if (isPhone()) return this.show(document.body.dataset.showing === pane ? "main" : pane);
    if (pane === "side" && isNarrow()) return this.side(document.body.dataset.side !== "open", opener);
    const isHidden = html.toggleAttribute(`data-hide-${pane}`);
    keep({ [`hide-${pane}`]: isHidden });
    this.tell();
  }

  side(isOpen, opener) {
    if (isOpen) this.opener = opener;
    document.body.dataset.side = isOpen ? "open" : "";
    const pane = document.getElementById("pane-side");
    if (isOpen) (pane?.querySelector("button, a, input, summary") ?? pane)?.focus();
    else this.opener?.focus();
    this.tell();
  }

  closeDrawer(event) {
    if (document.body.dataset.side !== "open" || event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
    this.side(false);
  }

  widen() {
    const rail = html.dataset.rail === "wide" ? "" : "wide";
    html.dataset.rail = rail;
    keep({ rail });
    this.tell();
  }

  tell() {
    for (const button of document.querySelectorAll("[data-toggle-pane]")) button.setAttribute("aria-expanded", String(this.isShown(button.dataset.togglePane)));
    document.querySelector("[data-widen-rail]")?.setAttribute("aria-pressed", String(look().rail === "wide"));
  }

  isShown(pane) {
    if (isPhone()) return document.body.dataset.showing === pane;
    if (pane === "side" && isNarrow()) return document.body.dataset.side === "open";
    return !html.hasAttribute(`data-hide-${pane}`);
  }
}

customElements.define("pane-set", PaneSet);
