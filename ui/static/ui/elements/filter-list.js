// <filter-list for="id">: while its field is typed in, only what fits stays among `data-found-by` below
// #id, by those words or, without any, by all it says; a `data-found-group` without anything left goes with it. Enter opens the first, Escape empties it.
import { plain } from "./matching.js";

class FilterList extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.addEventListener("input", () => this.show());
    this.addEventListener("keydown", (event) => this.press(event));
  }

  get typed() { return this.querySelector("input"); }
  get list() { return document.getElementById(this.getAttribute("for")); }
  get all() { return [...this.list.querySelectorAll("[data-found-by]")]; }

  show() {
    const words = plain(this.typed.value).split(/\s+/);
    for (const each of this.all) each.hidden = !words.every((word) => plain(each.dataset.foundBy || each.textContent).includes(word));
    for (const group of this.list.querySelectorAll("[data-found-group]"))
      group.hidden = Boolean(this.typed.value) && !group.querySelector("[data-found-by]:not([hidden])");
    const none = this.querySelector("[data-nothing]");
    none.textContent = this.all.some((each) => !each.hidden) ? "" : none.dataset.nothing;
  }

  press(event) {
    const first = this.all.find((each) => !each.hidden);
    if (event.key === "Enter" && this.typed.value && first) (first.closest("a") ?? first.querySelector("a")).click();
    if (event.key !== "Escape" || !this.typed.value) return;
    this.typed.value = "";
    this.show();
  }
}

customElements.define("filter-list", FilterList);
