// A textarea that grows with its words where CSS cannot do it yet.
class AutoGrow extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector("textarea");
    if (!area || CSS.supports("field-sizing", "content")) return;
    const grow = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
    area.addEventListener("input", grow);
    grow();
  }
}

customElements.define("auto-grow", AutoGrow);
