// What was sent without a connection: says how much waits, lets it be taken back, and sends it when the
// server is reached again. On an open ticket its composer sends it, so that what stops it is shown there.
import { reached } from "../../ui/elements/reaching.js";
import { isOld, keep, takeBack, taken, waitingOf, waitingOn } from "./waiting.js";

const AGAIN = 15000; // ms until the next try, where the server answered that it cannot now

class WaitingAnswers extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    this.refused = new Set(); // what the server refused since this page was opened
    const { signal } = this.listening, work = () => this.work();
    for (const event of ["waiting-changed", "connection-changed"]) document.addEventListener(event, () => this.show(), { signal });
    addEventListener("storage", () => this.show(), { signal });
    for (const event of ["reached", "htmx:after:swap"]) document.addEventListener(event, work, { signal });
    this.addEventListener("click", (event) => this.clicked(event.target.closest("[data-takes-back]")));
    this.show();
    this.work();
  }

  disconnectedCallback() {
    this.listening.abort();
    clearTimeout(this.clock);
  }

  get person() { return this.getAttribute("person"); }
  get token() { return document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? ""; }
  get isLost() { return document.querySelector("connection-line")?.isLost; }

  show() {
    const waiting = waitingOf(this.person);
    this.toggleAttribute("data-count", waiting.length > 0);
    const words = waiting.length ? this.sentence(waiting) : "", line = this.querySelector("[role=status]");
    if (line.textContent !== words) line.textContent = words;
    this.querySelector("ul").replaceChildren(...waiting.map((entry) => this.row(entry)));
  }

  sentence(waiting) {
    const stopped = waiting.filter((entry) => entry.stopped).length;
    const state = this.isLost ? "lost" : stopped ? "stopped" : this.isSignedOut ? "signedOut" : "going";
    const number = state === "stopped" ? stopped : waiting.length;
    return this.dataset[`${state}${number === 1 ? "One" : "Many"}`].replace("%s", number);
  }

  row(entry) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true), link = row.querySelector("a");
    link.href = entry.page;
    link.textContent = `#${entry.ticket} ${entry.stopped ?? entry.words}`;
    Object.assign(row.querySelector("button").dataset, { takesBack: entry.ticket, mode: entry.mode });
    row.querySelector("button").hidden = entry.once === this.going;
    return row;
  }

  clicked(button) {
    const place = button && { person: this.person, ticket: button.dataset.takesBack, mode: button.dataset.mode };
    const entry = place && waitingOn(place);
    if (entry) takeBack(entry);
  }

  async work() {
    if (this.isBusy || !waitingOf(this.person).length) return;
    this.isBusy = true;
    clearTimeout(this.clock);
    await alone(() => this.sendAll());
    this.isBusy = false;
    if (waitingOf(this.person).some(({ stopped }) => !stopped)) this.clock = setTimeout(() => this.work(), AGAIN);
  }

  async sendAll() {
    for (const entry of waitingOf(this.person)) {
      if (isOld(entry)) { takeBack(entry); continue; }
      if (this.refused.has(entry.once)) continue;
      this.going = entry.once;
      this.show();
      const isDone = await this.send(entry).catch(() => false);
      this.going = null;
      this.show();
      if (!isDone) return;
    }
  }

  // Whether the server has decided about it.
  async send(entry) {
    const composer = document.querySelector(`ticket-composer[ticket="${entry.ticket}"]`);
    if (composer?.editorOf(entry.mode)) return this.shown(entry, await composer.sendWaiting(entry));
    if (entry.stopped) return true;
    const body = new URLSearchParams([...entry.fields, ["csrfmiddlewaretoken", this.token]]);
    const since = performance.now();
    const answer = await fetch(entry.url, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": this.token } });
    reached(since, answer.status);
    const words = answer.status === 422 ? refusalIn(await answer.text()) : "";
    if (answer.ok) this.pass(answer.headers.get("HX-Trigger"));
    return this.settled(entry, answer, words);
  }

  // What its composer has dealt with: taken, or stopped and to be read there.
  shown(entry, answer) {
    return answer?.ok || answer?.status === 422 || this.settled(entry, answer);
  }

  settled(entry, answer, words = "") {
    if (!answer) return false;
    this.isSignedOut = answer.status === 401;
    if (this.isSignedOut || answer.status >= 500) return false;
    if (answer.ok) taken(entry);
    else this.stop(entry, words || this.dataset.refused);
    return true;
  }

  // Not said: its words are kept on the server too, as the draft they were.
  stop(entry, words) {
    this.refused.add(entry.once);
    if (!waitingOn(entry)) return;
    keep({ ...entry, stopped: words });
    const body = new URLSearchParams({ mode: entry.mode, html: entry.html, edition: entry.edition ?? 0 });
    fetch(entry.draftUrl, { method: "POST", body, headers: { "X-CSRFToken": this.token } }).catch(() => {});
  }

  pass(events) {
    const { toast, "ticket-changed": changed } = JSON.parse(events ?? "{}");
    for (const [name, detail] of Object.entries({ toast, "ticket-changed": changed })) if (detail) document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

function refusalIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector(".banner[role=alert] .banner__words")?.textContent.trim();
}

// One window at a time, where browsers can do that; elsewhere the server sees to it alone.
function alone(work) {
  return navigator.locks ? navigator.locks.request("helpwell.waiting", { ifAvailable: true }, (lock) => lock && work()) : work();
}

customElements.define("waiting-answers", WaitingAnswers);
