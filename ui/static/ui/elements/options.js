// A list of options moved through from a text field: one of them is active, the field names it.
let made = 0;

export class Options {
  constructor(field, list) {
    this.field = field;
    this.list = list;
  }

  get all() { return [...this.list.querySelectorAll('[role="option"]:not([hidden])')]; }
  get active() { return this.list.querySelector("[data-active]"); }

  activate(option) {
    this.active?.removeAttribute("data-active");
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.id ||= `option-${++made}`;
    option.setAttribute("data-active", "");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  move(step) {
    const all = this.all, at = all.indexOf(this.active);
    if (all.length) this.activate(all[(at + step + (at < 0 && step < 0 ? 1 : 0) + all.length) % all.length]);
  }

  // True when the key meant moving in the list.
  takes(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return false;
    event.preventDefault();
    this.move(step);
    return true;
  }
}
