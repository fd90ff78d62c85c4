// “Tell me on this device”: asks the browser, then its push service, then tells our server.
import { tellServer } from "./subscribing.js";

class PushSwitch extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.begin());
  }

  say(words) { this.querySelector('[role="status"]').textContent = words; }

  async begin() {
    if (!navigator.serviceWorker || !window.PushManager) return this.say(this.dataset.impossible);
    if (await Notification.requestPermission() !== "granted") return this.say(this.dataset.denied);
    try {
      const worker = await navigator.serviceWorker.ready;
      const subscription = await this.subscribed(worker.pushManager);
      const token = document.querySelector('[name="csrfmiddlewaretoken"]').value;
      const answer = await tellServer(subscription, this.getAttribute("devices"), token);
      if (!answer.ok) return this.say(await answer.text());
      location.reload();
    } catch {
      this.say(this.dataset.failed);
    }
  }

  // A subscription made for another key of ours is of no use any more.
  async subscribed(pushes) {
    const asked = { userVisibleOnly: true, applicationServerKey: this.getAttribute("key") };
    try {
      return await pushes.subscribe(asked);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      await (await pushes.getSubscription())?.unsubscribe();
      return pushes.subscribe(asked);
    }
  }
}

customElements.define("push-switch", PushSwitch);
