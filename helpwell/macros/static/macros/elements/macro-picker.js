// The dialog of macros: letters filter, arrows move and show what would happen, Enter chooses.
import { Options } from "../../ui/elements/options.js";

const PAUSE = 90; // ms after a letter or a move before the server is asked

class MacroPicker extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.field = this.querySelector('[role="combobox"]');
    this.list = this.querySelector('[role="listbox"]');
    this.shown = this.querySelector(".picker__preview");
    this.options = new Options(this.field, this.list);
    this.field.addEventListener("input", () => this.later(() => this.search()));
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.point(event.target.closest('[role="option"]')));
    this.querySelector(".picker__foot").addEventListener("click", (event) => event.target.closest("[data-keeps]") && this.keep(event.target.closest("a")));
    this.options.activate(this.options.all[0]);
    this.look();
  }

  later(act) {
    clearTimeout(this.clock);
    this.clock = setTimeout(act, PAUSE);
  }

  async search() {
    const typed = this.field.value;
    const html = await this.fetched(this.getAttribute("src"), { q: typed });
    if (html === null || typed !== this.field.value) return;
    this.list.innerHTML = html;
    this.options.activate(this.options.all[0]);
    await this.look();
  }

  press(event) {
    if (event.isComposing) return;
    if (this.options.takes(event)) return this.later(() => this.look());
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.choose();
  }

  point(option) {
    if (!option) return;
    const isAgain = option === this.options.active;
    this.options.activate(option);
    if (isAgain && this.isShown(option)) return this.shown.querySelector("[type=submit]")?.focus();
    return this.look();
  }

  // What is chosen is what was seen: the preview of the active one comes first.
  async choose() {
    clearTimeout(this.clock);
    if (this.field.value !== (this.asked ?? "")) await this.search();
    if (!this.isShown(this.options.active)) await this.look();
    if (this.isShown(this.options.active)) this.shown.querySelector("[type=submit]")?.click();
  }

  // The form that is on its way stays: it closes the dialog when its answer comes.
  get isChosen() { return Boolean(this.shown.querySelector(".htmx-request")); }

  isShown(option) { return option && this.shown.querySelector("form")?.dataset.of === option.id; }

  async look() {
    const option = this.options.active;
    if (!option) return this.shown.replaceChildren();
    const html = await this.fetched(option.dataset.preview, {});
    if (html === null || option !== this.options.active || this.isChosen) return;
    this.shown.innerHTML = html;
    window.htmx?.process(this.shown);
  }

  // What a macro would do to a form depends on what is typed there.
  said() {
    const form = document.getElementById(this.getAttribute("with"));
    if (!form) return {};
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return { method: "POST", body: new URLSearchParams(typed) };
  }

  async fetched(address, asked) {
    if ("q" in asked) this.asked = asked.q;
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, ...("q" in asked ? {} : this.said()) });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  // The page that opens reads the draft of what is being written.
  keep(link) {
    const composer = document.querySelector("ticket-composer");
    composer?.keepAll();
    link.search = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(link.search)), mode: composer?.mode ?? "reply" });
    this.closest("dialog")?.close();
  }
}

customElements.define("macro-picker", MacroPicker);
