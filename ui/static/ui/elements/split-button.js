// "Send and set status": the menu chooses what the big button does and does it; the choice is kept.
class SplitButton extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.main = this.querySelector(".split__main");
    const kept = this.hasAttribute("remember") && localStorage.getItem(this.key);
    const choice = kept && this.querySelector(`[data-value="${CSS.escape(kept)}"]`);
    if (choice) this.choose(choice);
    this.addEventListener("click", (event) => {
      const item = event.target.closest("[data-value]");
      if (item) { this.choose(item); this.main.click(); }
    });
    this.main.addEventListener("click", () => this.hasAttribute("remember") && !this.isOnce && localStorage.setItem(this.key, this.main.value));
  }

  get key() { return `helpwell.choice.${this.getAttribute("remember")}`; }

  // `once`: for this answer, such as by a macro; it is not what is remembered.
  choose(item, { once = false } = {}) {
    this.isOnce = once;
    this.main.value = item.dataset.value;
    this.main.querySelector(".button__label").textContent = item.querySelector(".menu__label").textContent;
  }
}

customElements.define("split-button", SplitButton);
