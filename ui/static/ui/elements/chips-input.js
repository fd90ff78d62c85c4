// Several short values as chips: Enter, comma or paste adds, backspace removes; wrong ones are shown.
import { place } from "./floating.js";
import { fit } from "./matching.js";
import { Options } from "./options.js";

const ADDRESS = /^(?:.*<)?[^\s<>@,;"]+@[^\s<>@,;"]+\.[^\s<>@,;".]{2,}>?$/;
const say = (pattern, word) => (pattern ?? "%s").replace("%s", word);

class ChipsInput extends HTMLElement {
  connectedCallback() {
    this.entry = this.querySelector(".chips__entry");
    this.list = this.querySelector('[role="listbox"]');
    if (this.awake) return;
    this.awake = true;
    this.options = new Options(this.entry, this.list);
    this.querySelectorAll("data").forEach((given) => { this.add(given.value, { quietly: true }); given.remove(); });
    this.entry.addEventListener("keydown", (event) => this.press(event));
    this.entry.addEventListener("input", () => this.suggest());
    this.entry.addEventListener("paste", (event) => this.paste(event));
    this.entry.addEventListener("blur", () => this.leave());
    this.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get chips() { return [...this.querySelectorAll(":scope > .chip")]; }
  get values() { return this.chips.map((chip) => chip.querySelector("input").value); }
  get isOpen() { return this.entry.getAttribute("aria-expanded") === "true"; }
  get hasWrong() { return Boolean(this.querySelector(".chip--wrong")); }

  press(event) {
    if (this.isOpen && this.options.takes(event)) return;
    const typed = this.entry.value.trim();
    const ends = event.key === "Enter" || event.key === "," || event.key === ";" || (event.key === "Tab" && typed);
    if (ends && !event.ctrlKey && !event.metaKey && !event.isComposing) return this.finish(event, typed);
    if (event.key === "Backspace" && !this.entry.value) this.remove(this.chips.at(-1));
    if (event.key === "Escape" && this.isOpen) { event.preventDefault(); event.stopPropagation(); this.close(); }
  }

  finish(event, typed) {
    if (typed || event.key === "," || event.key === ";") event.preventDefault();
    const chosen = this.options.active?.dataset.value;
    if (this.add(event.key === "," ? typed : chosen ?? typed)) this.entry.value = "";
    this.close();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[,;\n]/.test(text)) return;
    event.preventDefault();
    text.split(/[,;\n]+/).forEach((word) => this.add(word));
  }

  leave() {
    this.close();
    if (this.add(this.entry.value)) this.entry.value = "";
  }

  add(word, { quietly = false } = {}) {
    const value = word.trim();
    if (!value) return false;
    if (this.values.some((known) => known.toLowerCase() === value.toLowerCase())) return true;
    this.entry.before(this.chip(value));
    if (!quietly) this.changed(say(this.dataset.added, value));
    return true;
  }

  chip(value) {
    const chip = document.createElement("span");
    const isWrong = this.getAttribute("kind") === "email" && !ADDRESS.test(value);
    chip.className = isWrong ? "chip chip--wrong" : "chip";
    chip.append(this.words(value), this.hidden(value), this.cross(value));
    chip.title = isWrong ? say(this.dataset.wrong, value) : value;
    return chip;
  }

  words(value) {
    const words = document.createElement("span");
    words.className = "chip__text";
    words.textContent = value.match(/^"?([^"<]+?)"?\s*</)?.[1] ?? value;
    return words;
  }

  hidden(value) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: this.getAttribute("name"), value });
    return input;
  }

  cross(value) {
    const cross = document.createElement("button");
    Object.assign(cross, { type: "button", className: "chip__remove", tabIndex: -1 });
    cross.setAttribute("aria-label", say(this.dataset.remove, value));
    return cross;
  }

  remove(chip) {
    if (!chip) return;
    const word = chip.querySelector("input").value;
    chip.remove();
    this.changed(say(this.dataset.removed, word));
    this.entry.focus();
  }

  clicked(event) {
    const option = event.target.closest('[role="option"]');
    if (option) { this.entry.value = ""; this.add(option.dataset.value); return this.close(); }
    if (event.target.closest(".chip__remove")) return this.remove(event.target.closest(".chip"));
    if (event.target === this) this.entry.focus();
  }

  changed(news) {
    this.said ??= this.appendChild(Object.assign(document.createElement("span"), { className: "visually-hidden" }));
    this.said.setAttribute("aria-live", "polite");
    this.said.textContent = news;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async suggest() {
    const typed = this.entry.value.trim();
    if (!typed) return this.close();
    if (this.hasAttribute("src")) {
      this.options.activate(null); // what was found for other letters is nothing that Enter may add
      await this.fetch(typed);
      if (typed !== this.entry.value.trim() || document.activeElement !== this.entry) return;
    }
    const known = new Set(this.values);
    const isFetched = this.hasAttribute("src");
    for (const row of this.list.querySelectorAll('[role="option"]')) row.hidden = known.has(row.dataset.value) || (!isFetched && !fit(typed, row.textContent));
    this.options.all.length ? this.open() : this.close();
  }

  async fetch(typed) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.list.innerHTML = await answer.text();
    } catch { /* a newer question is on its way, or there is no network */ }
  }

  open() {
    this.entry.setAttribute("aria-expanded", "true");
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    place(this.list, this, { width: true });
    this.options.activate(this.getAttribute("kind") === "email" ? this.options.all[0] : null);
  }

  close() {
    this.entry.setAttribute("aria-expanded", "false");
    this.options.activate(null);
    if (this.list.matches(":popover-open")) this.list.hidePopover();
  }
}

customElements.define("chips-input", ChipsInput);
