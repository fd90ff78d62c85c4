// Rows chosen for changing several at once: x, or shift and a click for a stretch; kept while rows come and go.
class ChooseRows extends HTMLElement {
  connectedCallback() {
    this.chosen ??= new Map();
    this.isChoosing = false;
    this.listeners = new AbortController();
    const on = (target, type, heard, more = {}) => target.addEventListener(type, heard, { signal: this.listeners.signal, ...more });
    on(document, "click", (event) => this.clicked(event), { capture: true });
    on(document, "htmx:after:swap", () => this.mark());
    on(document.body, "rows-chosen", () => this.none());
    this.mark();
  }

  disconnectedCallback() { this.listeners.abort(); }

  get rows() { return [...document.querySelectorAll("#pane-list [data-row]")]; }
  get here() { return document.activeElement?.closest?.("[data-row]") ?? this.rows.find((row) => row.getAttribute("aria-current")) ?? this.rows[0]; }

  clicked(event) {
    if (event.target.closest("[data-choose-mode]")) return this.mode(event.target.closest("[data-choose-mode]"));
    if (event.target.closest("[data-choose-none]")) return this.none();
    if (event.target.closest("[data-choose]")) return this.toggle(this.here);
    const row = event.target.closest?.("#pane-list [data-row]");
    if (!row || !(event.shiftKey || this.isChoosing)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.shiftKey) this.stretch(row); else this.toggle(row);
  }

  mode(button) {
    this.isChoosing = !this.isChoosing;
    button.setAttribute("aria-pressed", String(this.isChoosing));
    if (!this.isChoosing) this.none();
  }

  toggle(row) {
    if (!row) return;
    const number = row.dataset.row;
    if (!this.chosen.delete(number)) this.chosen.set(number, true);
    this.last = number;
    this.mark();
  }

  stretch(row) {
    const rows = this.rows, to = rows.indexOf(row);
    const from = Math.max(0, rows.findIndex((each) => each.dataset.row === (this.last ?? row.dataset.row)));
    for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) this.chosen.set(each.dataset.row, true);
    this.last = row.dataset.row;
    this.mark();
  }

  none() {
    this.chosen.clear();
    this.mark();
  }

  mark() {
    for (const row of this.rows) row.toggleAttribute("data-chosen", this.chosen.has(row.dataset.row));
    const form = this.querySelector("form");
    form.querySelectorAll('[name="ticket"]').forEach((input) => input.remove());
    for (const number of this.chosen.keys()) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "ticket", value: number }));
    this.querySelector(".choosing__bar").hidden = this.chosen.size === 0;
    const said = this.querySelector("[data-number]"), words = this.dataset.said.replace("%s", this.chosen.size);
    if (said.textContent !== words) said.textContent = words;
  }
}

customElements.define("choose-rows", ChooseRows);
