// The frame's panes: shown and hidden by [data-toggle-pane], one at a time on a phone by [data-show-pane].
import { keep, look } from "./look.js";

const html = document.documentElement;
const isPhone = () => matchMedia("(max-width: 759.98px)").matches;
// Below these widths a pane lies over the others as a drawer.
const DRAWERS = { side: "(max-width: 1099.98px)", views: "(max-width: 959.98px)" };
const isDrawer = (pane) => pane in DRAWERS && matchMedia(DRAWERS[pane]).matches;
const openDrawer = () => Object.keys(DRAWERS).find((pane) => document.body.dataset[pane] === "open" && isDrawer(pane));

class PaneSet extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const on = (type, heard) => document.addEventListener(type, heard, { signal: this.listeners.signal });
    on("click", (event) => this.clicked(event));
    on("keydown", (event) => event.key === "Escape" && this.closeDrawer(event));
    on("htmx:after:swap", () => this.tell());
    addEventListener("resize", () => this.tell(), { signal: this.listeners.signal });
    this.tell();
  }

  disconnectedCallback() { this.listeners.abort(); }

  clicked(event) {
    const shows = event.target.closest("[data-show-pane]"), toggles = event.target.closest("[data-toggle-pane]");
    if (shows) this.show(shows.dataset.showPane);
    if (toggles) this.toggle(toggles.dataset.togglePane, toggles);
    if (event.target.closest("[data-widen-rail]")) this.widen();
    const open = openDrawer();
    if (open && !toggles && !event.target.closest(`#pane-${open}, dialog, [popover]`)) this.drawer(open, false);
  }

  show(pane) {
    if (isDrawer(pane) && !isPhone()) return this.drawer(pane, true);
    document.body.dataset.showing = pane;
    if (isPhone()) document.getElementById(pane === "main" ? "main" : `pane-${pane}`)?.scrollTo(0, 0);
    this.tell();
  }

  toggle(pane, opener) {
    if (isPhone()) return this.show(pane);
    if (isDrawer(pane)) return this.drawer(pane, openDrawer() !== pane, opener);
    const isHidden = html.toggleAttribute(`data-hide-${pane}`);
    keep({ [`hide-${pane}`]: isHidden });
    this.tell();
  }

  drawer(name, isOpen, opener) {
    if (isOpen) this.opener = opener;
    document.body.dataset[name] = isOpen ? "open" : "";
    const body = document.querySelector(`#pane-${name} > .pane__body`);
    if (isOpen) body?.querySelector("a[href], button, input, summary")?.focus();
    else this.opener?.focus();
    this.tell();
  }

  closeDrawer(event) {
    const open = openDrawer();
    if (!open || event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
    this.drawer(open, false);
  }

  widen() {
    const rail = html.dataset.rail === "wide" ? "" : "wide";
    html.dataset.rail = rail;
    keep({ rail });
    this.tell();
  }

  tell() {
    this.landmark();
    for (const button of document.querySelectorAll("[data-toggle-pane]")) button.setAttribute("aria-expanded", String(this.isShown(button.dataset.togglePane)));
    document.querySelector("[data-widen-rail]")?.setAttribute("aria-pressed", String(look().rail === "wide"));
  }

  // On a phone the list, when it is in sight, is the main part of the page.
  landmark() {
    const list = document.getElementById("pane-list");
    if (isPhone() && list?.checkVisibility()) list.setAttribute("role", "main");
    else list?.removeAttribute("role");
  }

  isShown(pane) {
    if (isPhone()) return document.body.dataset.showing === pane;
    if (isDrawer(pane)) return document.body.dataset[pane] === "open";
    return !html.hasAttribute(`data-hide-${pane}`);
  }
}

customElements.define("pane-set", PaneSet);
