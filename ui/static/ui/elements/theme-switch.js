// Radio buttons inside choose theme (light, dark, auto) or density (calm, dense); kept in this browser.
import { keep, look } from "./look.js";

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const what = this.getAttribute("of") ?? "theme";
    const now = look()[what] ?? document.documentElement.dataset[what];
    const radio = this.querySelector(`input[value="${now || (what === "theme" ? "auto" : "calm")}"]`);
    if (radio) radio.checked = true;
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("change", (event) => {
      event.stopPropagation();
      document.documentElement.dataset[what] = event.target.value;
      keep({ [what]: event.target.value });
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
