// A list moved through with j and k (buttons inside carry data-step); rows are links with data-row.
class RowList extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) this.move(Number(step.dataset.step));
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && event.target.matches("[data-row]")) { event.preventDefault(); this.move(step); }
    });
  }

  get rows() { return [...this.querySelectorAll("[data-row]")]; }

  move(step) {
    const rows = this.rows;
    const here = rows.indexOf(document.activeElement);
    const at = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    next?.focus({ focusVisible: true });
    next?.scrollIntoView({ block: "nearest" });
    next?.dispatchEvent(new CustomEvent("row-reached", { bubbles: true }));
  }
}

customElements.define("row-list", RowList);
