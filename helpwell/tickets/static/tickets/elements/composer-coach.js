// The coach: asks for hints on the draft when somebody pauses, and shows them beside it. It never waits
// for an answer, never stops one, and on a phone is silent until it is asked.
const PAUSE = 600; // ms after the last key
const PHONE = matchMedia("(max-width: 759.98px)");
const KEPT = "helpwell.coach";

class ComposerCoach extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.byHand = new Map();
    this.shown = this.querySelector(".coach__body");
    this.status = this.querySelector('[role="status"]');
    this.querySelector('[name="zone"]').value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    this.form = this.closest("form");
    this.form.addEventListener("trix-change", () => this.askSoon());
    this.form.addEventListener("focusin", (event) => event.target === this.writing && !this.shown.innerHTML && this.askSoon());
    this.addEventListener("click", (event) => this.clicked(event.target.closest("button")));
    this.addEventListener("change", (event) => this.ticked(event.target));
  }

  disconnectedCallback() { clearTimeout(this.clock); this.asking?.abort(); }

  get writing() { return document.getElementById(this.getAttribute("for")); }
  get isSilent() { return PHONE.matches && !this.classList.contains("coach--open"); }
  get text() { return this.writing?.editor?.getDocument().toString() ?? ""; }

  askSoon() {
    clearTimeout(this.clock);
    if (!this.isSilent) this.clock = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.text;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body: this.question(text), signal: this.asking.signal });
      if (!answer.ok || !this.isConnected) return;
      this.asked = text;
      this.show(await answer.text());
    } catch { /* typed on, or no network: hints can wait */ }
  }

  question(text) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "zone", "promise", "declined", "attachment"]) {
      for (const field of this.form.querySelectorAll(`[name="${name}"]`)) body.append(name, field.value);
    }
    body.append("text", text);
    for (const [question, isTicked] of this.byHand) body.append(isTicked ? "ticked" : "unticked", question);
    return body;
  }

  show(html) {
    if (html === this.html) return;
    this.html = html;
    const focused = this.contains(document.activeElement) && document.activeElement.id;
    const isOpen = this.hints ? this.hints.open : localStorage.getItem(KEPT) === "open";
    this.shown.innerHTML = html;
    if (this.hints) {
      this.hints.open = isOpen;
      this.hints.addEventListener("toggle", () => localStorage.setItem(KEPT, this.hints?.open ? "open" : "closed"));
    }
    if (focused) (document.getElementById(focused) ?? this.writing)?.focus();
    const said = this.shown.firstElementChild?.dataset.said ?? "";
    if (this.status.textContent !== said) this.status.textContent = said;
  }

  get hints() { return this.querySelector("#coach-hints"); }

  ticked(box) {
    if (!box.dataset.question) return;
    this.byHand.set(box.dataset.question, box.checked);
    this.ask();
  }

  clicked(button) {
    if (!button) return;
    const { promises, declines, undecides, from, unwanted } = button.dataset;
    if ("coachOpens" in button.dataset) { this.classList.add("coach--open"); this.ask(); }
    if (promises) this.decide("promise", promises);
    if (declines) this.decide("declined", declines);
    if (undecides) this.undecide(undecides);
    if (from !== undefined) this.point(Number(from), Number(button.dataset.to));
    if (unwanted) this.stop(unwanted);
  }

  decide(name, value) {
    this.shown.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    this.ask();
  }

  undecide(words) {
    for (const field of this.querySelectorAll('[name="promise"]')) if (field.value.endsWith(`|${words}`)) field.remove();
    this.ask();
  }

  // Places are counted in characters; the editor counts pairs of surrogates as two.
  point(from, to) {
    const characters = [...(this.asked ?? "")];
    const place = (count) => characters.slice(0, count).join("").length;
    this.writing.focus();
    this.writing.editor.setSelectedRange([place(from), place(to)]);
  }

  async stop(kind) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.querySelector('[name="csrfmiddlewaretoken"]').value);
    body.append("kind", kind);
    await fetch(this.getAttribute("unwanted"), { method: "POST", body }).catch(() => {});
    this.ask();
  }
}

customElements.define("composer-coach", ComposerCoach);

// What is offered after an answer goes away once it is decided.
class PromiseOffers extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-declines]") && this.leave(event.target.closest(".offer")));
    this.addEventListener("htmx:after:request", (event) => event.detail?.ctx?.response?.raw?.ok && this.leave(event.target.closest(".offer")));
  }

  leave(offer) {
    offer?.remove();
    if (!this.querySelector(".offer")) this.remove();
  }
}

customElements.define("promise-offers", PromiseOffers);
