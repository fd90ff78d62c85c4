// A pick list where somebody writes: `sign` (such as / or @) opens it, letters filter it, Enter puts
// the choice in the sign's place. The server answers `?q=` at `src` with options; see the README.
import { Options } from "./options.js";

const PAUSE = 60; // ms after a letter before the server is asked
const LONGEST = 40; // letters after the sign; longer ones are a sentence, not a search
const GAP = 6;
const EDGE = 8;

class PickAtCaret extends HTMLElement {
  connectedCallback() {
    this.list ??= this.made();
    this.listeners = { "trix-change": () => this.look(), "trix-selection-change": () => this.look(), keydown: (event) => this.press(event), focusout: (event) => event.target === this.field && this.close() };
    for (const [name, listener] of Object.entries(this.listeners)) document.addEventListener(name, (this.listeners[name] = (event) => event.target === this.field && listener(event)), { capture: true });
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.listeners)) document.removeEventListener(name, listener, { capture: true });
    clearTimeout(this.clock);
  }

  get field() { return document.getElementById(this.getAttribute("for")); }
  get editor() { return this.field?.editor; }
  get isOpen() { return this.list.matches(":popover-open"); }

  made() {
    const list = Object.assign(document.createElement("ul"), { className: "options options--caret", popover: "manual", id: `${this.getAttribute("for")}-${this.getAttribute("sign").charCodeAt(0)}` });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.getAttribute("label"));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.pick(event.target.closest('[role="option"]')));
    this.append(list);
    return list;
  }

  // What stands between the sign and the caret; nothing when there is no sign, or no word begins there.
  typed() {
    const [from, to] = this.editor?.getSelectedRange() ?? [];
    if (from === undefined || from !== to) return null;
    const before = this.editor.getDocument().toString().slice(Math.max(0, from - LONGEST - 2), from);
    const at = before.lastIndexOf(this.getAttribute("sign"));
    const letters = before.slice(at + 1);
    const isOne = at >= 0 && /^$|[\s([{"'“„«\u00a0\ufffc]/.test(before.slice(0, at).slice(-1));
    return isOne && !/^\s|\n|\s\s/.test(letters) && letters.length <= LONGEST ? { letters, range: [from - letters.length - 1, from] } : null;
  }

  look() {
    if (document.activeElement !== this.field) return;
    const found = this.typed();
    const place = found && String(found.range[0]);
    if (!found || place === this.left) return found || (this.left = null), this.close();
    this.left = null;
    if (found.letters === this.asked && this.isOpen) return;
    this.asked = found.letters;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.fetch(found), this.isOpen ? PAUSE : 0);
  }

  async fetch(found) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", found.letters);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(found, await answer.text());
    } catch { /* a newer question is on its way, or there is no network: what was typed stays */ }
  }

  show(found, html) {
    if (this.typed()?.letters !== found.letters) return;
    this.list.innerHTML = html;
    if (!this.options.all.length && (found.letters || !this.list.textContent.trim())) return this.close();
    if (!this.isOpen) this.list.showPopover();
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.setAttribute("aria-autocomplete", "list");
    this.options.activate(this.options.all[0]);
    this.place(found.range[0]);
  }

  get options() { return new Options(this.field, this.list); }

  // Beside the sign: below it where there is room, else above.
  place(at) {
    const box = this.editor.getClientRectAtPosition(at) ?? this.field.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = this.list;
    const goesUp = box.bottom + GAP + high > innerHeight - EDGE && box.top - GAP - high >= EDGE;
    this.list.style.left = `${Math.max(EDGE, Math.min(box.left, innerWidth - wide - EDGE))}px`;
    this.list.style.top = `${goesUp ? box.top - GAP - high : Math.min(box.bottom + GAP, innerHeight - high - EDGE)}px`;
  }

  // Before the editor hears of the key.
  press(event) {
    if (!this.isOpen || event.isComposing) return;
    const isMine = this.options.takes(event) || this.chosenBy(event) || this.leftBy(event);
    if (!isMine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  chosenBy(event) {
    if (!["Enter", "Tab"].includes(event.key) || event.shiftKey || event.ctrlKey || event.metaKey || !this.options.active) return false;
    this.pick(this.options.active);
    return true;
  }

  leftBy(event) {
    if (event.key !== "Escape") return false;
    this.left = String(this.typed()?.range[0]);
    this.close();
    return true;
  }

  async pick(option) {
    const found = this.typed();
    this.close();
    if (!option || !found) return;
    const html = option.dataset.address ? await this.asHtml(option.dataset.address) : option.dataset.html;
    if (html === null) return;
    this.editor.recordUndoEntry("pick");
    this.editor.setSelectedRange(found.range);
    if (html === undefined) this.editor.insertString(option.dataset.text ?? option.textContent.trim());
    else this.editor.insertHTML(html);
    this.field.focus();
    this.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { option, html } }));
  }

  async asHtml(address) {
    try {
      const token = this.closest("form")?.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
      const answer = await fetch(address, { method: "POST", headers: { "HX-Request": "true", "X-CSRFToken": token } });
      if (answer.ok) return await answer.text();
    } catch { /* told below */ }
    this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: document.querySelector("toast-stack")?.dataset.offline ?? "", tone: "late" } }));
    return null;
  }

  close() {
    clearTimeout(this.clock);
    this.asking?.abort();
    this.asked = undefined;
    if (!this.isOpen) return;
    this.options.activate(null);
    this.field?.removeAttribute("aria-controls");
    this.list.hidePopover();
  }
}

customElements.define("pick-at-caret", PickAtCaret);
