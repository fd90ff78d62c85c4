// A rule being written: buttons add and drop lines on the server; the focus goes where the next choice is.
class RuleEditor extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-rule-deed]")));
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); event.target.dispatchEvent(new Event("change", { bubbles: true })); }
    });
    document.addEventListener("htmx:after:swap", () => this.settle());
  }

  press(button) {
    if (!button) return;
    const place = button.value.split(" ")[1].split(".").slice(0, -1).join(".");
    this.next = button.value.startsWith("drop") ? `#rule-${CSS.escape(place)} button[value="add ${place}"]` : "[data-fresh]";
    const deed = Object.assign(document.createElement("input"), { type: "hidden", name: "deed", value: button.value });
    this.append(deed);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  settle() {
    if (!this.next || !this.isConnected) return;
    const found = this.querySelector(this.next);
    this.next = null;
    found?.focus();
  }
}

customElements.define("rule-editor", RuleEditor);
