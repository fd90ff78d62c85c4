// Says that there is no connection or no sign-in any more, and that it is back. Whoever reaches the server
// or fails to tells it by `reached` and `unreached`; what htmx does is seen from here. `isLost` knows.
import { reached } from "./reaching.js";

const READ = 4000; // ms that "it is back" is to be read

class ConnectionLine extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    addEventListener("offline", () => this.lose(), { signal });
    document.addEventListener("unreached", () => this.lose(), { signal });
    document.addEventListener("signed-out", () => this.leave("signedOut"), { signal });
    document.addEventListener("reached", ({ detail }) => this.return(detail.since), { signal });
    document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => { ctx.since = performance.now(); }, { signal });
    document.addEventListener("htmx:before:response", ({ detail: { ctx } }) => reached(ctx.since, ctx.response.status), { signal });
    document.addEventListener("htmx:error", ({ detail }) => detail?.ctx && !detail.ctx.response && this.lose(), { signal });
    if (!navigator.onLine) this.lose();
  }

  disconnectedCallback() {
    this.listening.abort();
    clearTimeout(this.clock);
  }

  get isLost() { return this.dataset.state === "lost"; }

  lose() { this.leave("lost"); }

  leave(state) {
    clearTimeout(this.clock);
    this.leftAt = performance.now();
    this.say(state);
  }

  // What was asked for before it was lost may come after, and says nothing.
  return(since) {
    const news = { lost: "back", signedOut: "signedIn" }[this.dataset.state];
    if (!news || since < this.leftAt) return;
    this.say(news);
    this.clock = setTimeout(() => this.say(""), READ);
  }

  say(state) {
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    this.querySelector(".connection__words [role=status]").textContent = this.dataset[state] ?? "";
    this.dispatchEvent(new CustomEvent("connection-changed", { bubbles: true }));
  }
}

customElements.define("connection-line", ConnectionLine);
