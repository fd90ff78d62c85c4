// The composer: keeps drafts while somebody types, uploads files, switches between reply and note, and lets
// what cannot be sent wait.
import { unreached } from "../../ui/elements/reaching.js";
import { KeepsDrafts, plain } from "./keeps-drafts.js";
import { drop, keep, taken, takeBack, token, waitingOn } from "./waiting.js";

const PATIENCE = "20s"; // for an answer; after that what was sent waits, and is sent again under its token

class TicketComposer extends KeepsDrafts {
  connectedCallback() {
    this.beginKeeping({ [this.mode]: this.getAttribute("edition"), reply: this.getAttribute("reply-edition"), note: this.getAttribute("note-edition") });
    this.once = {}; // the token of what is sent next, by mode
    if (this.hasAttribute("sent")) document.getElementById("thread")?.focus({ preventScroll: true });
    if (this.hasAttribute("begins")) requestAnimationFrame(() => this.querySelector(".chips__entry")?.focus());
    this.addEventListener("trix-initialize", (event) => this.restore(event.target));
    for (const editor of this.querySelectorAll("trix-editor")) if (editor.editor) this.restore(editor); // they were first
    this.addEventListener("trix-change", (event) => this.changed(event.target));
    this.addEventListener("trix-file-accept", (event) => this.accept(event));
    this.addEventListener("trix-attachment-add", (event) => this.place(event.attachment));
    this.addEventListener("trix-attachment-remove", (event) => this.unplace(event.attachment));
    this.addEventListener("mousedown", stayPut);
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("tab-shown", (event) => this.switched(event.target.dataset.writes));
    this.addEventListener("submit", () => this.sending());
    this.addEventListener("htmx:config:request", (event) => this.configure(event.detail.ctx));
    this.addEventListener("htmx:before:response", (event) => this.arrived(event));
    this.addEventListener("htmx:error", (event) => this.failed(event));
    this.addEventListener("htmx:response:error", (event) => event.detail.ctx.waiting && event.stopPropagation());
    document.addEventListener("waiting-changed", (this.onWaiting = () => this.showWaiting()));
    addEventListener("storage", this.onWaiting);
    this.showWaiting();
    document.addEventListener("htmx:after:swap", (this.onSwap = () => this.noteWhatIsSeen()));
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.onSwap);
    document.removeEventListener("waiting-changed", this.onWaiting);
    removeEventListener("storage", this.onWaiting);
    this.endKeeping();
  }

  get mode() { return this.getAttribute("mode"); }
  modeOf(editor) { return editor.id.replace(/-body$/, ""); }
  editorOf(mode) { return this.querySelector(`#${mode}-body`); }
  here(mode) { return { person: this.getAttribute("person"), ticket: this.getAttribute("ticket"), mode }; }
  isHeld(mode) { return this.waiting(mode) !== null; }
  panel(mode) { return this.querySelector(`#panel-${mode}`) ?? this; }
  written(mode) { return this.editorOf(mode)?.value ?? ""; }
  waiting(mode) { return waitingOn(this.here(mode)); }

  restore(editor) {
    if ("isAwake" in editor.dataset) return;
    const mode = this.modeOf(editor), kept = localStorage.getItem(this.localKey(mode)) ?? this.waiting(mode)?.html ?? null;
    if (kept !== null && kept !== editor.value) editor.editor?.loadHTML(kept);
    editor.dataset.isAwake = "";
    if (kept !== null && !this.waiting(mode)) this.goOnFrom(mode);
    if (this.querySelector(".banner[role=alert]") && this.mode === this.modeOf(editor)) this.goOn(editor);
    if (this.wantsFocus === this.modeOf(editor)) editor.focus();
  }

  changed(editor) {
    if (!("isAwake" in editor.dataset)) return;
    const mode = this.modeOf(editor);
    delete this.once[mode];
    this.noteChange(mode);
  }

  body(mode, html) {
    const body = new URLSearchParams({ mode, html }), lent = this.querySelector('[name="draft_of"]')?.value;
    if (lent && mode === "reply") body.set("draft_of", lent);
    if (mode !== "note") for (const chip of this.querySelectorAll(".recipients .chip input")) body.append(chip.name, chip.value);
    return body;
  }

  say(words) { const line = this.querySelector(".composer__kept"); if (line) line.textContent = words; }

  goOn(editor) {
    editor.focus();
    editor.editor.setSelectedRange(editor.editor.getDocument().toString().length - 1);
  }

  sending() {
    this.beginSending(this.mode);
    this.rests(this.mode);
  }

  // Nothing is written into what is on its way or waits: it would go neither with it nor into a draft.
  rests(mode) {
    const form = this.querySelector(`#panel-${mode} form`);
    if (form) form.inert = Boolean(this.waiting(mode)) || (this.isSending && mode === this.mode);
  }

  // A sending has a token, the same until other words are written, by which the server says it once.
  configure(ctx) {
    const form = ctx.sourceElement.closest("form");
    if (ctx.waiting) ctx.request.body = new URLSearchParams([...ctx.waiting.fields, ["csrfmiddlewaretoken", this.token]]);
    else if (ctx.sourceEvent?.type !== "submit" || !form) return;
    else ctx.request.body.set("once", (this.once[this.mode] ??= token()));
    ctx.request.timeout = PATIENCE;
    ctx.sends = ctx.waiting?.mode ?? this.mode;
  }

  // Only a taken message is forgotten here; after anything else it is still a draft.
  arrived({ detail: { ctx } }) {
    const answer = ctx.response.raw;
    if (!ctx.sends) return;
    ctx.waiting?.heard(answer);
    if (answer.ok) return ctx.waiting ? undefined : this.forget(ctx.sends);
    if (answer.status !== 422) this.stays(ctx.sends);
  }

  stays(mode) {
    this.isSending = false;
    this.dirty.add(mode);
    this.say(this.dataset.unsaved);
    this.rests(mode);
    this.editorOf(mode)?.focus();
  }

  // Without a connection a reply or a note waits; anything else stays a draft.
  failed(event) {
    const { ctx } = event.detail ?? {};
    if (!ctx?.sends || ctx.response) return;
    ctx.waiting?.heard(null);
    const waits = ctx.waiting || (this.hasAttribute("waits") && keep(this.entry(ctx)));
    if (!waits) return this.stays(ctx.sends);
    this.isSending = false;
    event.stopPropagation();
    unreached();
  }

  entry(ctx) {
    const mode = ctx.sends, html = this.editorOf(mode).value;
    const fields = [...ctx.request.body].filter(([name]) => name !== "csrfmiddlewaretoken");
    const words = plain(html).slice(0, 60), page = location.pathname, draftUrl = this.getAttribute("draft-url");
    return { ...this.here(mode), once: ctx.request.body.get("once"), url: ctx.request.action, fields, html, words, page, draftUrl, edition: this.editions[mode], at: Date.now() };
  }

  // Sends what waited as if it were sent now, so that what stops it is shown here; gives the answer.
  sendWaiting(entry) {
    let heard;
    const waiting = { ...entry, heard: (answer) => { heard = answer; if (answer?.ok) taken(entry); else if (answer?.status === 422) drop(entry); } };
    this.isSending = true;
    return htmx.ajax("POST", entry.url, { source: this, target: this, swap: "outerHTML", waiting }).then(() => heard);
  }

  showWaiting() {
    for (const mode of ["reply", "note"]) this.showWaitingIn(mode);
  }

  showWaitingIn(mode) {
    const panel = this.querySelector(`#panel-${mode}`), template = this.querySelector(".composer__waits");
    if (!panel || !template) return;
    const waits = Boolean(this.waiting(mode)), shown = panel.querySelector(".banner--waits");
    this.rests(mode);
    if (waits && !shown) panel.prepend(template.content.cloneNode(true));
    if (waits || !shown) return;
    shown.remove();
    if (!this.isSending) this.noLongerWaits(mode);
  }

  // Taken back, it is a draft again; what another window has sent is none any more.
  noLongerWaits(mode) {
    if (localStorage.getItem(this.localKey(mode)) === null) return document.body.dispatchEvent(new Event("composer-changed"));
    this.goOnFrom(mode);
    this.editorOf(mode)?.focus();
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
    const back = event.target.closest("[data-takes-back]") && this.waiting(this.mode);
    if (back) takeBack(back);
    const remove = event.target.closest("[data-removes]");
    if (remove) this.remove(remove);
    const tab = event.target.closest("[data-writes]");
    if (tab) this.switched(tab.dataset.writes);
  }

  accept(event) {
    if (!event.target.closest(".editor--plain") && event.file.type.startsWith("image/") && event.file.type !== "image/svg+xml") return;
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
    this.editorOf(this.mode).closest("form").append(this.hidden(uploaded.id));
  }

  unplace(attachment) {
    const id = attachment.getAttribute("upload");
    if (id) this.querySelector(`input[name="attachment"][value="${id}"]`)?.remove();
  }

  async upload(file, inline, progress = () => {}) {
    const body = new FormData();
    body.append("file", file, file.name || "picture.png");
    body.append("mode", this.mode);
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

// On a phone the composer is low unless it has the focus; what a thumb is on must not move under it.
function stayPut(event) { if (event.target.closest(".composer__head")) event.preventDefault(); }

customElements.define("ticket-composer", TicketComposer);
