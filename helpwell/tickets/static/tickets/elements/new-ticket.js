// A new ticket that is being written: kept with all that its form says, here and on the server, under the
// token of its page, and gone from both once it is sent.
import { KeepsDrafts } from "./keeps-drafts.js";
import { forgetKept, token } from "./waiting.js";

const MODE = "start";
const NOT_KEPT = ["csrfmiddlewaretoken", "token", "with_blanks"];
const PATIENCE = "90s"; // for the answer: files go along

class NewTicket extends KeepsDrafts {
  connectedCallback() {
    this.beginKeeping({ [MODE]: this.getAttribute("edition") });
    this.last = this.written();
    for (const name of ["keydown", "pointerdown"]) this.addEventListener(name, () => { this.touched = true; });
    for (const name of ["input", "change", "trix-change"]) this.addEventListener(name, () => this.changed());
    this.addEventListener("click", (event) => this.leaveOut(event.target.closest("[data-leaves-out]")));
    this.addEventListener("trix-file-accept", (event) => event.preventDefault());
    this.addEventListener("submit", () => this.beginSending(MODE));
    this.addEventListener("htmx:config:request", (event) => this.configure(event.detail.ctx));
    this.addEventListener("htmx:before:response", (event) => this.arrived(event));
    this.addEventListener("htmx:error", (event) => event.detail?.ctx?.sends && this.stays());
    document.addEventListener("htmx:after:swap", (this.onSwap = () => this.swapped()));
    document.addEventListener("submit", (this.onThrow = (event) => this.thrown(event.target.dataset.throws)));
    addEventListener("pagehide", (this.onLeave = () => this.isSending || this.keepAll()));
    this.gather();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.onSwap);
    document.removeEventListener("submit", this.onThrow);
    removeEventListener("pagehide", this.onLeave);
    this.endKeeping();
  }

  get form() { return this.querySelector("#new-ticket-form"); }
  get name() { return this.getAttribute("token"); }
  here(_mode, name = this.name) { return { person: this.getAttribute("person"), ticket: `new-${name}`, mode: MODE }; }
  panel() { return this; }
  editorOf() { return this.querySelector("trix-editor"); }
  say(words) { const line = this.querySelector(".new-ticket__kept"); if (line) line.textContent = words; }

  written() {
    const said = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.includes(name));
    return new URLSearchParams(said).toString();
  }

  body(_mode, written, name = this.name) {
    const body = new URLSearchParams(written);
    body.set("token", name);
    return body;
  }

  changed() {
    const written = this.written();
    if (!this.touched || written === this.last) return;
    this.last = written;
    this.noteChange(MODE);
  }

  swapped() {
    if (this.querySelector('[name="begun_with"]')) this.touched = true;
    this.changed();
  }

  leaveOut(cross) {
    if (!cross) return;
    const list = cross.closest("ul");
    cross.closest("li").remove();
    if (!list.children.length) list.closest(".field").remove();
    this.changed();
  }

  // What is kept is found under its address from now on, after loading the page again too.
  kept() {
    const isKept = this.editions[MODE] !== "0";
    this.say(isKept ? this.dataset.saved : "");
    this.toggleAttribute("kept", isKept);
    if (isKept) history.replaceState(history.state, "", `${this.getAttribute("page-url")}?draft=${this.name}`);
  }

  // It was sent from another window.
  gone(_mode, words) {
    this.forget(MODE);
    this.isSending = true;
    this.tell(words);
  }

  isSame() { return false; }

  settle(mode, other, choice) {
    if (choice !== "theirs") return super.settle(mode, other, choice);
    this.forget(MODE);
    this.isSending = true;
    location.replace(`${this.getAttribute("page-url")}?draft=${this.name}`);
  }

  configure(ctx) {
    if (ctx.sourceElement !== this.form) return;
    ctx.request.timeout = PATIENCE;
    ctx.sends = true;
  }

  // Only what was taken is forgotten here; after anything else it is still a draft.
  arrived({ detail: { ctx } }) {
    if (!ctx.sends) return;
    if (ctx.response.raw.ok) return this.forget(MODE);
    this.stays();
  }

  stays() {
    this.isSending = false;
    this.touched = true;
    this.noteChange(MODE);
  }

  thrown(name) {
    if (!name) return;
    if (name === this.name) this.isSending = true;
    forgetKept(this.keyOf(name));
  }

  keyOf(name) { return this.localKey(MODE).replace(this.name, name); }

  // What the server has not got yet, because a window was closed or the connection was gone, it gets now.
  async gather() {
    const [begins, ends] = this.keyOf("|").split("|");
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(begins) && key.endsWith(ends));
    const names = keys.map((key) => key.slice(begins.length, -ends.length));
    const given = await Promise.all(names.map((name) => this.give(name)));
    if (given[names.indexOf(this.name)]) return location.replace(`${this.getAttribute("page-url")}?draft=${this.name}`);
    if (given.some(Boolean)) htmx.ajax("GET", this.getAttribute("begun-url"), { target: "#new-begun", swap: "innerHTML" });
  }

  // Whether it is kept there; where another device has changed it since, as a draft of its own.
  async give(name) {
    const key = this.keyOf(name), body = this.body(MODE, localStorage.getItem(key), name);
    const edition = localStorage.getItem(`${key}.edition`);
    if (edition) body.set("edition", edition);
    try {
      let answer = await this.post(body);
      if (answer.status === 409) {
        body.delete("edition");
        body.set("token", token());
        answer = await this.post(body);
      }
      if (answer.ok || answer.status === 410) forgetKept(key);
      return answer.ok;
    } catch {
      return false; // it stays here for the next time
    }
  }
}

customElements.define("new-ticket", NewTicket);
