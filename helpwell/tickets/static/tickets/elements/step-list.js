// A checklist: Alt with an arrow moves the step that has the focus, and the focus stays on it.
class StepList extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const step = event.target.closest(".step");
    if (!way || !event.altKey || !step) return;
    event.preventDefault();
    step.querySelector(`[data-moves="${way}"]`)?.click();
  }
}

customElements.define("step-list", StepList);
