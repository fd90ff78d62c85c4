// Tabs that switch panels: arrows move, the panel named by aria-controls shows.
class TabList extends HTMLElement {
  connectedCallback() {
    this.show(this.querySelector('[aria-selected="true"]') ?? this.tabs[0]);
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("click", (event) => this.show(event.target.closest('[role="tab"]'), true));
    this.addEventListener("keydown", (event) => this.press(event));
  }

  get tabs() { return [...this.querySelectorAll('[role="tab"]')]; }

  show(tab, tells = false) {
    if (!tab) return;
    for (const other of this.tabs) {
      const isThis = other === tab;
      other.setAttribute("aria-selected", String(isThis));
      other.tabIndex = isThis ? 0 : -1;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      if (panel) panel.hidden = !isThis;
    }
    if (tells) tab.dispatchEvent(new CustomEvent("tab-shown", { bubbles: true }));
  }

  press(event) {
    const tabs = this.tabs, at = tabs.indexOf(event.target), ahead = document.documentElement.dir === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + ahead, ArrowLeft: at - ahead, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    this.show(next, true);
    next.focus();
  }
}

customElements.define("tab-list", TabList);
