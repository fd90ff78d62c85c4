// <local-zone> around a choice of time zones: where none is chosen yet, this browser's is proposed.
class LocalZone extends HTMLElement {
  connectedCallback() {
    const zones = this.querySelector("select"), here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zones.value && [...zones.options].some((option) => option.value === here)) zones.value = here;
  }
}

customElements.define("local-zone", LocalZone);
