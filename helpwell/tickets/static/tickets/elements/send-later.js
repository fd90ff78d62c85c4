// “Send later”: a moment in the reader's own zone goes along with the answer, which is then sent as usual.
import { MOMENTS, morning, told, typed } from "./moments.js";

class SendLater extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.moment = this.querySelector('[name="send_at"]');
    this.field = this.querySelector('[type="datetime-local"]');
    this.addEventListener("click", (event) => this.clicked(event.target));
    this.addEventListener("keydown", (event) => this.press(event));
    this.form = this.closest("form");
    this.form.addEventListener("htmx:after:request", () => this.forget());
    this.form.addEventListener("htmx:error", () => this.forget());
  }

  clicked(target) {
    if (target.closest("[data-opens]")) this.tell();
    const chosen = target.closest("[data-moment]");
    if (chosen) this.send(MOMENTS[chosen.dataset.moment]());
    if (target.closest("[data-schedules]")) this.sendAsTyped();
  }

  press(event) {
    if (event.key !== "Enter" || event.target !== this.field) return;
    event.preventDefault();
    this.sendAsTyped();
  }

  tell() {
    for (const button of this.querySelectorAll("[data-moment]")) {
      const at = MOMENTS[button.dataset.moment]();
      button.hidden = !at;
      if (at) button.querySelector("[data-told]").textContent = told(at);
    }
    this.field.min = typed(new Date());
    this.field.value ||= typed(morning(1));
  }

  sendAsTyped() {
    const at = new Date(this.field.value);
    if (!isNaN(at) && this.field.reportValidity()) this.send(at);
  }

  send(at) {
    this.moment.value = at.toISOString();
    this.querySelector("dialog").close();
    this.form.querySelector(".split__main").click();
  }

  forget() { this.moment.value = ""; }
}

customElements.define("send-later", SendLater);
