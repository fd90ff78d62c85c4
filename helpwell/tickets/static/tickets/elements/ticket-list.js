// The list knows which ticket is open, and marks it however often its rows are fetched again.
class TicketList extends HTMLElement {
  connectedCallback() {
    this.mark = this.mark.bind(this);
    for (const event of ["htmx:after:swap", "htmx:after:history:push", "htmx:after:history:replace"]) document.addEventListener(event, this.mark);
    this.addEventListener("click", (event) => this.open(event.target.closest("[data-row]")));
    this.mark();
  }

  disconnectedCallback() {
    for (const event of ["htmx:after:swap", "htmx:after:history:push", "htmx:after:history:replace"]) document.removeEventListener(event, this.mark);
  }

  open(row) {
    row?.classList.remove("row--unread");
    if (row) this.show(row.dataset.row);
  }

  mark() {
    const open = document.querySelector("open-ticket")?.getAttribute("ticket");
    this.show(open);
  }

  show(open) {
    const list = this.closest("row-list") ?? this;
    for (const row of list.querySelectorAll("[data-row]")) {
      if (row.dataset.row === open) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

customElements.define("ticket-list", TicketList);
