// Follows what the page shows: every [data-follows="ticket:42 tickets"] names topics. What changes is
// told on <body> as an event ("live-ticket-42"), for htmx triggers; after a gap everything is told.
import { reached, unreached } from "../ui/elements/reaching.js";
import { AIMED, isAimedAt, isInUse } from "./in-use.js";

const SETTLE = 120; // ms in which several changes of one topic are one
const SPREAD = 500; // ms over which pages ask anew that were all told to
const LOOK_AFTER = 6; // tries in vain after which pages look for themselves
const PRELOADED = 5000; // ms that what is clicked on may have been fetched before

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map();
    this.toldAt = new Map();
    this.held = new Map();
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("htmx:before:request", noteWhen, { signal });
    document.addEventListener("htmx:before:swap", (event) => this.hold(event), { signal });
    document.addEventListener("htmx:after:swap", (event) => this.arrived(event), { signal });
    document.addEventListener("focusout", () => this.letGo(), { signal });
    document.addEventListener("visibilitychange", () => this.follow(), { signal });
    document.addEventListener("unreached", () => this.later(), { signal });
    document.addEventListener("signed-out", () => { this.isOut = true; this.later(); }, { signal });
    addEventListener("online", () => this.open(), { signal });
    this.follow();
  }

  disconnectedCallback() {
    this.listening.abort();
    clearTimeout(this.letting);
    this.stream?.close();
  }

  get topics() {
    const named = [...document.querySelectorAll("[data-follows]")].flatMap((element) => element.dataset.follows.split(" "));
    return [...new Set(named)].sort();
  }

  follow() {
    const topics = this.topics.join(" ");
    if (topics === this.followed && !this.isOut && this.stream?.readyState !== EventSource.CLOSED) return;
    this.followed = topics;
    this.open();
  }

  // A page asked for before a change was told, and come after it, may show how things were before.
  arrived({ detail: { ctx } }) {
    this.follow();
    this.letGo();
    if (!ctx?.askedAt || ctx.request.method !== "GET" || ctx.sourceEvent?.type?.startsWith("live-")) return;
    const drawnAt = ctx.askedAt - (ctx.sourceEvent?.detail ? PRELOADED : 0);
    for (const [topic, toldAt] of this.toldAt) if (toldAt > drawnAt) this.tell(topic);
  }

  // News does not take away what somebody types in or aims at; it is asked for again once they are done.
  hold(event) {
    const { target, sourceEvent } = event.detail.ctx;
    if (!sourceEvent?.type?.startsWith("live-") || !isInUse(target)) return;
    event.preventDefault();
    this.held.set(target, sourceEvent.type);
    if (isAimedAt(target)) this.letGo(AIMED);
  }

  letGo(pause = 0) {
    clearTimeout(this.letting);
    this.letting = setTimeout(() => {
      for (const [target, news] of this.held) {
        if (target.isConnected && isInUse(target)) continue;
        this.held.delete(target);
        if (target.isConnected) document.body.dispatchEvent(new CustomEvent(news));
      }
      if ([...this.held.keys()].some(isAimedAt)) this.letGo(AIMED);
    }, pause);
  }

  async open() {
    clearTimeout(this.clock);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const asked = new URLSearchParams({ topics: this.followed });
      if (!this.stream) asked.set("since", this.getAttribute("drawn-at"));
      const answer = await this.ask(`${this.getAttribute("pass")}?${asked}`);
      if (!answer.ok) throw new Error(answer.status);
      const pass = await answer.text();
      if (turn === this.turn) this.listen(pass);
    } catch {
      if (turn === this.turn) this.later();
    }
  }

  // Whether the server is reached at all is told to the page; one try in vain says nothing yet.
  async ask(url) {
    const since = performance.now();
    try {
      const answer = await fetch(url);
      this.inVain = 0;
      if (answer.ok) this.signedIn(answer.headers);
      reached(since, answer.status);
      return answer;
    } catch (error) {
      this.inVain = (this.inVain ?? 0) + 1;
      if (this.inVain > 1) unreached();
      throw error;
    }
  }

  // Signed in anew, in another window: forms of this one get the token that is good now.
  signedIn(headers) {
    if (!this.isOut) return;
    if (headers.get("Signed-In") !== this.getAttribute("person")) return location.reload();
    this.isOut = false;
    const token = headers.get("X-CSRFToken");
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  }

  listen(pass) {
    const before = this.stream;
    const stream = (this.stream = new EventSource(`${this.address}?${new URLSearchParams({ pass })}`));
    stream.addEventListener("open", () => { before?.close(); this.heard(stream); });
    stream.addEventListener("again", () => this.judged(stream));
    stream.addEventListener("changed", (event) => this.tell(event.data));
    stream.addEventListener("error", () => { before?.close(); stream.close(); if (stream === this.stream) this.later(); });
  }

  // What this person may follow may have changed: asked anew, and everything with it.
  judged(stream) {
    stream.close();
    if (stream !== this.stream) return;
    this.missed = (this.missed ?? 0) + 1;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.open(), Math.random() * SPREAD);
  }

  heard() {
    if (this.missed) this.tell("everything");
    this.missed = 0;
    this.toggleAttribute("connected", true);
  }

  later() {
    this.missed = (this.missed ?? 0) + 1;
    if (!this.inVain && this.missed % LOOK_AFTER === 0) this.tell("everything");
    this.toggleAttribute("connected", false);
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.open(), 2000 + Math.random() * 2000);
  }

  get address() {
    return this.getAttribute("url") || `${location.protocol}//${location.hostname}:${this.getAttribute("port")}/`;
  }

  tell(topic) {
    const topics = topic === "everything" ? this.topics : [topic];
    for (const each of topics) {
      if (this.waiting.has(each)) continue;
      this.waiting.set(each, setTimeout(() => {
        this.waiting.delete(each);
        this.toldAt.set(each, performance.now());
        document.body.dispatchEvent(new CustomEvent(`live-${each.replaceAll(":", "-")}`));
      }, SETTLE));
    }
  }
}

function noteWhen({ detail: { ctx } }) { ctx.askedAt = performance.now(); }

customElements.define("live-updates", LiveUpdates);
