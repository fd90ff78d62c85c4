// Follows what the page shows: every [data-follows="ticket:42 tickets"] names topics. What changes is
// told on <body> as an event ("live-ticket-42"), for htmx triggers; after a gap everything is told.
import { reached, unreached } from "../ui/elements/reaching.js";

const SETTLE = 120; // ms in which several changes of one topic are one
const SPREAD = 500; // ms over which pages ask anew that were all told to
const LOOK_AFTER = 6; // tries in vain after which pages look for themselves
const PRELOADED = 5000; // ms that what is clicked on may have been fetched before
const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map();
    this.toldAt = new Map();
    this.held = new Map();
    this.follow = this.follow.bind(this);
    this.arrived = this.arrived.bind(this);
    document.addEventListener("htmx:before:request", noteWhen);
    document.addEventListener("htmx:after:swap", this.arrived);
    document.addEventListener("htmx:before:response", (this.hold = this.hold.bind(this)));
    document.addEventListener("focusout", (this.letGo = this.letGo.bind(this)));
    document.addEventListener("visibilitychange", this.follow);
    addEventListener("online", (this.again = () => this.open()));
    document.addEventListener("unreached", (this.look = () => this.later()));
    this.follow();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:before:request", noteWhen);
    document.removeEventListener("htmx:after:swap", this.arrived);
    document.removeEventListener("htmx:before:response", this.hold);
    document.removeEventListener("focusout", this.letGo);
    document.removeEventListener("visibilitychange", this.follow);
    removeEventListener("online", this.again);
    document.removeEventListener("unreached", this.look);
    this.stream?.close();
  }

  get topics() {
    const named = [...document.querySelectorAll("[data-follows]")].flatMap((element) => element.dataset.follows.split(" "));
    return [...new Set(named)].sort();
  }

  follow() {
    const topics = this.topics.join(" ");
    if (topics === this.followed && this.stream?.readyState !== EventSource.CLOSED) return;
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

  // News does not take away what somebody types in; it is asked for again once they have left it.
  hold(event) {
    const { target, sourceEvent } = event.detail.ctx;
    if (!sourceEvent?.type?.startsWith("live-") || !isTypedIn(target)) return;
    event.preventDefault();
    this.held.set(target, sourceEvent.type);
  }

  letGo() {
    setTimeout(() => {
      for (const [target, news] of this.held) {
        if (target.isConnected && isTypedIn(target)) continue;
        this.held.delete(target);
        if (target.isConnected) document.body.dispatchEvent(new CustomEvent(news));
      }
    });
  }

  async open() {
    clearTimeout(this.clock);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const asked = new URLSearchParams({ topics: this.followed });
      if (!this.stream) asked.set("since", this.getAttribute("drawn-at"));
      const answer = await this.ask(`${this.getAttribute("pass")}?${asked}`);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
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
      reached(since);
      return answer;
    } catch (error) {
      this.inVain = (this.inVain ?? 0) + 1;
      if (this.inVain > 1) unreached();
      throw error;
    }
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

function isTypedIn(part) { return part.contains(document.activeElement) && document.activeElement.matches(TYPED_IN); }

function noteWhen({ detail: { ctx } }) { ctx.askedAt = performance.now(); }

customElements.define("live-updates", LiveUpdates);
