// The bell: opening a ticket reads what was told of it; also where the service worker begins.
import { tellServer } from "./subscribing.js";

class NotificationBell extends HTMLElement {
  connectedCallback() {
    document.addEventListener("htmx:after:swap", (this.onSwap = () => this.look()));
    document.addEventListener("visibilitychange", this.onSwap);
    document.addEventListener("submit", (this.onSubmit = (event) => this.leaving(event)), true);
    this.look();
    this.begin();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.onSwap);
    document.removeEventListener("visibilitychange", this.onSwap);
    document.removeEventListener("submit", this.onSubmit, true);
  }

  get token() { return this.querySelector('[name="csrfmiddlewaretoken"]').value; }

  look() {
    const place = document.querySelector("open-ticket")?.getAttribute("look") ?? "";
    const ticket = place.match(/\/(\d+)\//)?.[1];
    const waiting = this.querySelector("[data-tickets]")?.dataset.tickets.split(" ") ?? [];
    if (document.hidden || !waiting.includes(ticket) || this.reading === ticket) return;
    this.reading = ticket;
    fetch(this.getAttribute("reads").replace("/0/", `/${ticket}/`), { method: "POST", headers: { "X-CSRFToken": this.token } })
      .catch(() => {}).finally(() => { this.reading = null; });
  }

  async begin() {
    if (!navigator.serviceWorker) return;
    const worker = await navigator.serviceWorker.register(this.getAttribute("worker"), { updateViaCache: "none" }).catch(() => null);
    const known = `helpwell.device.${this.getAttribute("person")}`;
    if (!worker?.pushManager || sessionStorage.getItem(known)) return;
    const subscription = await worker.pushManager.getSubscription();
    if (subscription && await tellServer(subscription, this.getAttribute("devices"), this.token).then(({ ok }) => ok, () => false)) sessionStorage.setItem(known, "1");
  }

  // Whoever signs out leaves nothing behind on this device, and loses nothing that waits on it.
  leaving(event) {
    if (!event.target.action?.endsWith("/logout/")) return;
    const waits = Object.keys(localStorage).some((key) => key.startsWith(`helpwell.waiting.${this.getAttribute("person")}.`));
    const reason = waits ? this.dataset.waits : document.querySelector("connection-line")?.isLost && this.dataset.lost;
    if (reason) {
      event.preventDefault();
      return this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: reason, tone: "late" } }));
    }
    for (const key of Object.keys(localStorage)) if (/^helpwell\.(draft|waiting)\./.test(key)) localStorage.removeItem(key);
    sessionStorage.clear();
    navigator.serviceWorker?.ready.then((worker) => worker.pushManager?.getSubscription()).then((subscription) => subscription?.unsubscribe()).catch(() => {});
  }
}

customElements.define("notification-bell", NotificationBell);
