// What somebody writes is kept: in the browser at every change, on the server a moment later, and in the
// browser until the server has it. What was written elsewhere meanwhile stands beside it until they choose.
// Whoever extends this says where a draft lies (`here`), what is `written`, and what of it is sent (`body`).
import { reached, unreached } from "../../ui/elements/reaching.js";
import { draftKey, forgetKept } from "./waiting.js";

const PAUSE = 700; // ms after the last change before a draft is kept on the server
const LARGEST_PARTING = 50000; // characters that a browser still sends while its page goes away

export class KeepsDrafts extends HTMLElement {
  beginKeeping(editions) {
    this.dirty = new Set();
    this.editions = editions;
    this.saving = {}; // the last saving of each mode: the next one waits for it
    this.apart = new Set(); // modes in which something else was written elsewhere
    document.addEventListener("connection-changed", (this.onConnection = () => this.keepAll()));
  }

  endKeeping() {
    document.removeEventListener("connection-changed", this.onConnection);
    clearTimeout(this.clock);
    if (!this.isSending) this.keepAll();
  }

  get token() { return this.querySelector('[name="csrfmiddlewaretoken"]').value; }
  localKey(mode) { return draftKey(this.here(mode)); }
  isHeld() { return false; }

  noteChange(mode) {
    this.keepHere(mode, this.written(mode));
    this.dirty.add(mode);
    this.keepSoon();
  }

  keepSoon() {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.keepAll(), PAUSE);
  }

  keepAll() { for (const mode of [...this.dirty]) this.keep(mode); }

  keep(mode) {
    this.dirty.delete(mode);
    this.saving[mode] = (this.saving[mode] ?? Promise.resolve()).then(() => this.save(mode));
  }

  // What this browser kept goes to the server as from the edition it was written on.
  goOnFrom(mode) {
    const edition = localStorage.getItem(`${this.localKey(mode)}.edition`);
    if (edition && this.editions[mode] !== null) this.editions[mode] = edition;
    this.dirty.add(mode);
    this.keepSoon();
  }

  async save(mode) {
    const written = this.written(mode);
    this.keepHere(mode, written);
    if (this.apart.has(mode) || this.isHeld(mode)) return;
    const body = this.body(mode, written);
    if (this.editions[mode] != null) body.set("edition", this.editions[mode]);
    const since = performance.now();
    try {
      const answer = await this.post(body, written.length < LARGEST_PARTING);
      reached(since, answer.status);
      if (answer.status === 409) return this.setApart(mode, written, await answer.text());
      if (answer.status === 410) return this.gone(mode, await answer.text());
      if (!answer.ok) throw new Error(answer.status);
      if (answer.headers.get("Draft-Edition")) this.editions[mode] = answer.headers.get("Draft-Edition");
      if (localStorage.getItem(this.localKey(mode)) === written) this.forget(mode);
      this.kept(mode, written);
    } catch (error) {
      if (error instanceof TypeError) unreached();
      this.dirty.add(mode);
      this.say(this.dataset.unsaved);
    }
  }

  post(body, keepalive) {
    return fetch(this.getAttribute("draft-url"), { method: "POST", body, keepalive, headers: { "X-CSRFToken": this.token } });
  }

  kept(mode, written) { this.say(written ? this.dataset.saved : ""); }
  gone(mode, words) { this.tell(words); }

  keepHere(mode, written) {
    try {
      localStorage.setItem(this.localKey(mode), written);
      if (this.editions[mode] != null) localStorage.setItem(`${this.localKey(mode)}.edition`, this.editions[mode]);
    } catch { /* this browser keeps nothing; the server does, as long as it is reached */ }
  }

  forget(mode) { forgetKept(this.localKey(mode)); }

  // What is on its way is kept here alone until it is taken.
  beginSending(mode) {
    this.isSending = true;
    clearTimeout(this.clock);
    this.dirty.clear();
    this.keepHere(mode, this.written(mode));
  }

  // Two have written in one draft: both stand side by side until somebody chooses.
  setApart(mode, written, shown) {
    const place = document.createElement("div");
    place.innerHTML = shown;
    const other = place.firstElementChild;
    if (this.isSame(other, written)) {
      this.editions[mode] = other.dataset.edition;
      return this.keep(mode);
    }
    this.apart.add(mode);
    this.panel(mode).querySelector(".other-draft")?.remove();
    this.editorOf(mode).closest("rich-text, .editor").before(other);
    other.addEventListener("click", (event) => this.settle(mode, other, event.target.closest("[data-settles]")?.dataset.settles));
    this.say(this.dataset.unsaved);
  }

  isSame(other, written) { return plain(other.querySelector(".other-draft__words").innerHTML) === plain(written); }

  settle(mode, other, choice) {
    if (!choice) return;
    const editor = this.editorOf(mode), theirs = other.querySelector(".other-draft__words").innerHTML;
    if (choice === "theirs") editor.editor.loadHTML(theirs);
    if (choice === "both") editor.editor.loadHTML(theirs + editor.value);
    this.editions[mode] = other.dataset.edition;
    this.apart.delete(mode);
    other.remove();
    editor.focus();
    this.keep(mode);
  }

  tell(text) { this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text, tone: "late" } })); }
}

export const plain = (html) => {
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent;
  return text.replace(/\s+/g, " ").trim();
};
