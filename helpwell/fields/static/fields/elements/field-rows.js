// Rows of fields, opened one at a time: Enter saves, Escape leaves it, going on saves what was changed.
const FILLED = "input:not([type=hidden]), textarea";
const ANOTHER = '.field-rows__more [role="combobox"]';

class FieldRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusout", (event) => this.left(event));
    this.addEventListener("change", (event) => this.changed(event));
    this.watch = new MutationObserver(() => this.begin());
    this.watch.observe(this, { childList: true, subtree: true });
    requestAnimationFrame(() => this.goOn()); // until then the old rows hold the focus
    this.begin();
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  get open() { return this.querySelector(".field-row--open"); }
  get isDirty() { return this.open && new URLSearchParams(new FormData(this.open)).toString() !== this.began; }

  begin() {
    const form = this.open;
    if (!form || form === this.begun) return;
    this.begun = form;
    this.began = form.querySelector(".field__error") ? "" : new URLSearchParams(new FormData(form)).toString();
    form.querySelector(FILLED)?.focus();
  }

  // After saving, the rows are new: go on where the person was, or has gone to; what says nothing has no row.
  goOn() {
    const wanted = FieldRows.next;
    FieldRows.next = null;
    if (wanted && (document.activeElement === document.body || !document.activeElement)) (document.getElementById(wanted) ?? this.querySelector(ANOTHER))?.focus();
  }

  press(event) {
    const form = event.target.closest?.(".field-row--open");
    if (!form || event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.leave(form); }
    if (event.key === "Enter" && !event.shiftKey && event.target.matches(FILLED)) { event.preventDefault(); this.save(form); }
  }

  changed(event) {
    if (event.target.matches('combo-box input[type="hidden"]') && event.target.closest(".field-row--open")) this.save(this.open);
  }

  left(event) {
    const form = event.target.closest?.(".field-row--open");
    if (!form || this.isSaving || !event.relatedTarget || form.contains(event.relatedTarget)) return;
    this.isDirty ? this.save(form, event.relatedTarget.id) : this.leave(form, event.relatedTarget.id);
  }

  save(form, next) {
    this.isSaving = true;
    setTimeout(() => { this.isSaving = false; });
    FieldRows.next = next || `open-${form.dataset.keyOf}`;
    form.requestSubmit();
  }

  leave(form, next) {
    FieldRows.next = next || `open-${form.dataset.keyOf}`;
    form.querySelector("[data-leaves]").click();
  }
}

customElements.define("field-rows", FieldRows);
