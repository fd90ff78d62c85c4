// Follows what the page shows: every [data-follows="ticket:42 tickets"] names topics. What changes is
// told on <body> as an event ("live-ticket-42"), for htmx triggers; after a gap everything is told.
const SETTLE = 120; // ms in which several changes of one topic are one
const LOOK_AFTER = 6; // tries in vain after which pages look for themselves

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map();
    this.follow = this.follow.bind(this);
    document.addEventListener("htmx:after:swap", this.follow);
    document.addEventListener("visibilitychange", this.follow);
    this.follow();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.follow);
    document.removeEventListener("visibilitychange", this.follow);
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

  async open() {
    clearTimeout(this.again);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const asked = new URLSearchParams({ topics: this.followed });
      if (!this.stream) asked.set("since", this.getAttribute("drawn-at"));
      const answer = await fetch(`${this.getAttribute("pass")}?${asked}`);
      if (!answer.ok) throw new Error(answer.status);
      const pass = await answer.text();
      if (turn === this.turn) this.listen(pass);
    } catch {
      if (turn === this.turn) this.later();
    }
  }

  listen(pass) {
    const before = this.stream;
    const stream = (this.stream = new EventSource(`${this.address}?${new URLSearchParams({ pass })}`));
    stream.addEventListener("open", () => { before?.close(); this.heard(stream); });
    stream.addEventListener("changed", (event) => this.tell(event.data));
    stream.addEventListener("error", () => { before?.close(); stream.close(); if (stream === this.stream) this.later(); });
  }

  heard() {
    if (this.missed) this.tell("everything");
    this.missed = 0;
    this.toggleAttribute("connected", true);
  }

  later() {
    this.missed = (this.missed ?? 0) + 1;
    if (this.missed % LOOK_AFTER === 0) this.tell("everything");
    this.toggleAttribute("connected", false);
    this.again = setTimeout(() => this.open(), 2000 + Math.random() * 2000);
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
        document.body.dispatchEvent(new CustomEvent(`live-${each.replaceAll(":", "-")}`));
      }, SETTLE));
    }
  }
}

customElements.define("live-updates", LiveUpdates);
