// A choice of moments: the form around it is sent as soon as one is chosen.
import { MOMENTS, morning, told, typed } from "./moments.js";

class MomentPicker extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.moment = this.querySelector('[type="hidden"]');
    this.field = this.querySelector('[type="datetime-local"]');
    this.field.min = typed(new Date());
    this.field.value ||= typed(morning(1));
    for (const button of this.querySelectorAll("[data-moment]")) this.tell(button);
    this.addEventListener("click", (event) => this.clicked(event.target));
    this.addEventListener("keydown", (event) => this.press(event));
  }

  tell(button) {
    const at = MOMENTS[button.dataset.moment]();
    button.hidden = !at;
    if (at) button.querySelector("[data-told]").textContent = told(at);
  }

  clicked(target) {
    const chosen = target.closest("[data-moment]");
    if (chosen) this.send(MOMENTS[chosen.dataset.moment]());
    if (target.closest("[data-chosen]")) this.sendAsTyped();
  }

  press(event) {
    if (event.key !== "Enter" || event.target !== this.field) return;
    event.preventDefault();
    this.sendAsTyped();
  }

  sendAsTyped() {
    const at = new Date(this.field.value);
    if (!isNaN(at) && this.field.reportValidity()) this.send(at);
  }

  send(at) {
    this.moment.value = at.toISOString();
    this.closest("form").requestSubmit();
    this.moment.value = "";
  }
}

customElements.define("moment-picker", MomentPicker);
