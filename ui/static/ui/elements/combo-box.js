// A type-ahead pick list over a hidden input; see _combobox.html for the parts it finds inside.
import { place } from "./floating.js";
import { fit } from "./matching.js";
import { Options } from "./options.js";

class ComboBox extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector('[role="combobox"]');
    this.kept = this.querySelector('input[type="hidden"]');
    this.list = this.querySelector('[role="listbox"]');
    this.options = new Options(this.field, this.list);
    this.shown = this.field.value;
    if (this.awake) return;
    this.awake = true;
    this.field.addEventListener("input", () => this.type());
    this.field.addEventListener("change", (event) => event.stopPropagation()); // letters are no choice: the hidden input tells
    this.field.addEventListener("focus", () => this.field.select());
    this.field.addEventListener("click", () => this.open());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.pick(event.target.closest('[role="option"]')));
  }

  get value() { return this.kept.value; }
  get isOpen() { return this.field.getAttribute("aria-expanded") === "true"; }

  open() {
    if (this.isOpen || this.field.disabled) return;
    this.filter("");
    this.field.setAttribute("aria-expanded", "true");
    this.list.showPopover();
    place(this.list, this.field, { width: true });
    this.options.activate(this.list.querySelector('[aria-selected="true"]:not([hidden])'));
    if (this.hasAttribute("src") && !this.options.all.length) this.begin();
  }

  // What there is to choose before anything was typed.
  async begin() {
    if (!(await this.fetch("")) || !this.isOpen) return;
    this.filter("");
    place(this.list, this.field, { width: true });
  }

  close() {
    if (!this.isOpen) return;
    this.field.setAttribute("aria-expanded", "false");
    this.options.activate(null);
    this.list.hidePopover();
  }

  // What was found for other letters is nothing that Enter may pick.
  async type() {
    const typed = this.field.value;
    this.open();
    if (this.hasAttribute("src")) {
      this.options.activate(null);
      await this.fetch(typed);
      if (!this.isOpen || typed !== this.field.value) return;
    }
    this.filter(typed);
    this.options.activate(this.best(typed));
    place(this.list, this.field, { width: true });
  }

  async fetch(typed) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.list.innerHTML = await answer.text();
      return answer.ok;
    } catch { /* a newer question is on its way, or there is no network: keep what is shown */ }
  }

  filter(typed) {
    const isFetched = this.hasAttribute("src");
    const rows = [...this.list.querySelectorAll('[role="option"]')];
    for (const row of rows) row.hidden = !isFetched && !fit(typed, row.dataset.text ?? row.textContent);
    this.list.querySelector(".options__none")?.remove();
    if (rows.every((row) => row.hidden)) this.list.append(this.nothing());
  }

  best(typed) {
    const all = this.options.all, fits = all.map((row) => fit(typed, row.dataset.text ?? row.textContent.trim()));
    return all[Math.max(0, fits.indexOf(Math.max(...fits)))];
  }

  nothing() {
    const row = document.createElement("li");
    row.className = "options__none";
    row.setAttribute("role", "presentation");
    row.textContent = this.dataset.none ?? "";
    return row;
  }

  press(event) {
    if (event.key === "ArrowDown" && !this.isOpen) { event.preventDefault(); return this.open(); }
    if (this.isOpen && this.options.takes(event)) return;
    if (event.key === "Enter" && this.isOpen) { event.preventDefault(); this.pick(this.options.active); }
    if (event.key === "Escape" && this.isOpen) { event.preventDefault(); event.stopPropagation(); this.field.value = this.shown; this.close(); }
    if (event.key === "Tab" && this.isOpen && this.options.active && this.field.value !== this.shown) this.pick(this.options.active);
  }

  pick(option) {
    if (!option) return;
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    this.field.value = this.shown = option.dataset.text ?? option.textContent.trim();
    this.close();
    if (this.kept.value === option.dataset.value) return;
    this.kept.value = option.dataset.value;
    this.kept.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    if (this.field.value.trim() === "" && this.shown && !this.field.required) this.clear();
    this.field.value = this.shown;
    this.close();
  }

  clear() {
    this.shown = "";
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    this.kept.value = "";
    this.kept.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("combo-box", ComboBox);
