// An open ticket: shows the newest words, and tells colleagues that somebody is here, or writing.
const EVERY = 12000; // ms between signs of life
const STILL_WRITING = 6000; // ms after the last key

class OpenTicket extends HTMLElement {
  connectedCallback() {
    this.isWriting = false;
    this.staysAtEnd = true;
    this.sizes = new ResizeObserver(() => this.staysAtEnd && this.toEnd());
    this.sizes.observe(this.thread);
    this.look();
    this.clock = setInterval(() => this.look(), EVERY);
    this.addEventListener("trix-change", () => this.write());
    this.addEventListener("click", ({ target }) => target.closest("[data-unfolds]") && this.unfold());
    this.addEventListener("fitted", () => this.staysAtEnd && this.toEnd());
    for (const moves of ["wheel", "touchmove", "keydown"]) this.addEventListener(moves, () => { this.staysAtEnd = this.isAtEnd; }, { passive: true });
    this.addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }), true);
    this.onLeave = () => this.leave();
    this.onSwap = () => this.swapped();
    addEventListener("pagehide", this.onLeave);
    document.addEventListener("htmx:after:swap", this.onSwap);
  }

  disconnectedCallback() {
    this.sizes.disconnect();
    clearInterval(this.clock);
    clearTimeout(this.pause);
    removeEventListener("pagehide", this.onLeave);
    document.removeEventListener("htmx:after:swap", this.onSwap);
    this.leave();
  }

  // On a phone the head is one line until it is asked for the rest.
  unfold() {
    this.toggleAttribute("data-unfolded");
    this.tellUnfolded();
  }

  tellUnfolded() { this.querySelector("[data-unfolds]")?.setAttribute("aria-expanded", String(this.hasAttribute("data-unfolded"))); }

  swapped() {
    this.tellUnfolded();
    if (this.thread) this.sizes.observe(this.thread);
    if (this.staysAtEnd) this.toEnd();
  }

  get thread() { return this.querySelector("#thread"); }
  get isAtEnd() { const t = this.thread; return !t || t.scrollHeight - t.scrollTop - t.clientHeight < 80; }

  toEnd() { this.thread?.scrollTo(0, this.thread.scrollHeight); }

  write() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { this.isWriting = false; this.look(); }, STILL_WRITING);
    if (!this.isWriting) { this.isWriting = true; this.look(); }
  }

  // One after the other, so that what is said last is heard last.
  async look() {
    if (document.hidden) return;
    this.looksAgain = true;
    if (this.isLooking) return;
    this.isLooking = true;
    while (this.looksAgain && this.isConnected) {
      this.looksAgain = false;
      await this.send("look", new URLSearchParams({ writing: this.isWriting ? "1" : "0" }));
    }
    this.isLooking = false;
  }

  leave() { this.send("leave", new URLSearchParams(), true); }

  send(what, body, keepalive = false) {
    const token = this.querySelector('[name="csrfmiddlewaretoken"]')?.value;
    return token && fetch(this.getAttribute(what), { method: "POST", body, keepalive, headers: { "X-CSRFToken": token } }).catch(() => {});
  }
}

customElements.define("open-ticket", OpenTicket);
