// The composer: keeps drafts on the server while somebody types (and in the browser when there is no
// connection), uploads files, and switches between reply and note.
const PAUSE = 700; // ms after the last change before a draft is kept

class TicketComposer extends HTMLElement {
  connectedCallback() {
    this.dirty = new Set();
    this.addEventListener("trix-initialize", (event) => this.restore(event.target));
    this.addEventListener("trix-change", (event) => this.changed(event.target));
    this.addEventListener("trix-file-accept", (event) => this.accept(event));
    this.addEventListener("trix-attachment-add", (event) => this.place(event.attachment));
    this.addEventListener("trix-attachment-remove", (event) => this.unplace(event.attachment));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("tab-shown", (event) => this.switched(event.target.dataset.writes));
    this.addEventListener("submit", () => this.sending());
    this.addEventListener("htmx:after:request", (event) => this.answered(event.detail?.ctx?.response?.raw?.status));
    this.addEventListener("htmx:error", () => this.answered(0));
    document.addEventListener("htmx:after:swap", (this.onSwap = () => this.noteWhatIsSeen()));
    addEventListener("online", (this.onOnline = () => this.keepAll()));
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.onSwap);
    removeEventListener("online", this.onOnline);
    clearTimeout(this.clock);
    if (!this.isSending) this.keepAll();
  }

  get mode() { return this.getAttribute("mode"); }
  get token() { return this.querySelector('[name="csrfmiddlewaretoken"]').value; }
  modeOf(editor) { return editor.id === "note-body" ? "note" : "reply"; }
  editorOf(mode) { return this.querySelector(mode === "note" ? "#note-body" : "#reply-body"); }
  localKey(mode) { return `helpwell.draft.${this.getAttribute("person")}.${this.getAttribute("ticket")}.${mode}`; }

  restore(editor) {
    const kept = localStorage.getItem(this.localKey(this.modeOf(editor)));
    if (kept && kept !== editor.value) editor.editor?.loadHTML(kept);
    editor.dataset.isAwake = "";
    if (this.querySelector(".banner--late") && this.mode === this.modeOf(editor)) this.goOn(editor);
    if (this.wantsFocus === this.modeOf(editor)) editor.focus();
  }

  changed(editor) {
    if (!("isAwake" in editor.dataset)) return;
    this.dirty.add(this.modeOf(editor));
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.keepAll(), PAUSE);
  }

  keepAll() { for (const mode of [...this.dirty]) this.keep(mode); }

  async keep(mode) {
    const html = this.editorOf(mode)?.value ?? "";
    this.dirty.delete(mode);
    localStorage.setItem(this.localKey(mode), html);
    const body = new URLSearchParams({ mode, html });
    if (mode === "reply") for (const chip of this.querySelectorAll(".recipients .chip input")) body.append(chip.name, chip.value);
    try {
      const answer = await fetch(this.getAttribute("draft-url"), { method: "POST", body, keepalive: html.length < 50000, headers: { "X-CSRFToken": this.token } });
      if (!answer.ok) throw new Error(answer.status);
      localStorage.removeItem(this.localKey(mode));
      this.say(html ? this.dataset.saved : "");
    } catch {
      this.dirty.add(mode);
      this.say(this.dataset.unsaved);
    }
  }

  say(words) { const line = this.querySelector(".composer__kept"); if (line) line.textContent = words; }

  goOn(editor) {
    editor.focus();
    editor.editor.setSelectedRange(editor.editor.getDocument().toString().length - 1);
  }

  sending() {
    this.isSending = true;
    clearTimeout(this.clock);
    this.dirty.clear();
    localStorage.setItem(this.localKey(this.mode), this.editorOf(this.mode).value);
  }

  // Only a taken message is forgotten here; after anything else it is still a draft.
  answered(status) {
    if (!this.isSending) return;
    if (status >= 200 && status < 300) return localStorage.removeItem(this.localKey(this.mode));
    this.isSending = false;
    if (status === 422) return localStorage.removeItem(this.localKey(this.mode));
    this.dirty.add(this.mode);
    this.say(this.dataset.unsaved);
  }

  noteWhatIsSeen() {
    const newest = document.getElementById("thread")?.dataset.newest;
    const seen = this.querySelector('[name="seen_up_to"]');
    const isEmpty = !this.editorOf("reply")?.textContent?.trim();
    if (newest && seen && isEmpty) seen.value = newest;
  }

  switched(mode) {
    if (!mode) return;
    this.setAttribute("mode", mode);
    this.classList.toggle("composer--note", mode === "note");
    const editor = this.editorOf(mode);
    if (editor?.editor) editor.focus(); else this.wantsFocus = mode;
  }

  clicked(event) {
    const remove = event.target.closest("[data-removes]");
    if (remove) this.remove(remove);
    const tab = event.target.closest("[data-writes]");
    if (tab) this.switched(tab.dataset.writes);
  }

  accept(event) {
    if (event.file.type.startsWith("image/") && event.file.type !== "image/svg+xml") return;
    event.preventDefault();
    this.attach(event.file, event.target);
  }

  async attach(file, editor) {
    const uploaded = await this.upload(file, false);
    if (uploaded) editor.closest("form").querySelector(".composer__files").append(this.chip(uploaded));
  }

  async place(attachment) {
    if (!attachment.file) return;
    const uploaded = await this.upload(attachment.file, true, (percent) => attachment.setUploadProgress(percent));
    if (!uploaded) return attachment.remove();
    attachment.setAttributes({ url: uploaded.url, href: uploaded.url, upload: uploaded.id });
    this.querySelector(`#panel-${this.mode}`).append(this.hidden(uploaded.id));
  }

  unplace(attachment) {
    const id = attachment.getAttribute("upload");
    if (id) this.querySelector(`input[name="attachment"][value="${id}"]`)?.remove();
  }

  async upload(file, inline, progress = () => {}) {
    const body = new FormData();
    body.append("file", file, file.name || "picture.png");
    if (inline) body.append("inline", "1");
    progress(30);
    try {
      const answer = await fetch(this.getAttribute("files-url"), { method: "POST", body, headers: { "X-CSRFToken": this.token } });
      const said = await answer.json();
      progress(100);
      if (answer.ok) return said;
      this.tell(said.error);
    } catch {
      this.tell(document.querySelector("toast-stack")?.dataset.offline);
    }
    return null;
  }

  tell(text) { this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text, tone: "late" } })); }

  hidden(id) { return Object.assign(document.createElement("input"), { type: "hidden", name: "attachment", value: id }); }

  chip({ id, name, url }) {
    const chip = Object.assign(document.createElement("span"), { className: "file" });
    const link = Object.assign(document.createElement("a"), { className: "truncate", href: url, textContent: name, download: "" });
    const cross = Object.assign(document.createElement("button"), { type: "button", className: "chip__remove" });
    cross.dataset.removes = `${url}removal/`;
    cross.setAttribute("aria-label", name);
    chip.append(link, this.hidden(id), cross);
    return chip;
  }

  async remove(cross) {
    cross.closest(".file").remove();
    await fetch(cross.dataset.removes, { method: "POST", headers: { "X-CSRFToken": this.token } }).catch(() => {});
  }
}

customElements.define("ticket-composer", TicketComposer);
