// Keys: elements declare data-key ("r", "g i", "mod+enter"); pressing it clicks or focuses them.
// Escape leaves what is written in, so that single keys work again.
const PATIENCE = 900; // ms between the keys of a sequence
const TYPES = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable=""], [contenteditable="true"], trix-editor';
const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

class KeyboardKeys extends HTMLElement {
  connectedCallback() {
    this.typed = [];
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
    if (isMac) document.querySelectorAll("kbd[data-mod]").forEach((cap) => { cap.textContent = "⌘"; });
    this.querySelector("dialog")?.addEventListener("toggle", () => this.fill());
    this.addEventListener("click", (event) => event.target.closest("[data-opens]") && this.fill());
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.listener); }

  press(event) {
    if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    if (event.key === "Escape" && isWrittenIn(event.target)) return leave(event.target);
    const chord = this.chord(event);
    const isHeld = chord.includes("mod+");
    if (!isHeld && (event.altKey || event.target.closest?.(TYPES) || event.target.closest?.('[role="menu"]') || !this.hasSingleKeys)) return;
    const found = this.find(isHeld ? [chord] : this.sequence(chord, event.timeStamp));
    if (!found) return;
    event.preventDefault();
    this.typed = [];
    this.act(found);
  }

  get hasSingleKeys() { return this.querySelector("[data-single-keys]")?.checked ?? true; }

  chord(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : { Escape: "esc", ArrowUp: "up", ArrowDown: "down" }[event.key] ?? event.key.toLowerCase();
    const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
    return mod + (event.shiftKey && /^[a-z]$|.{2,}/.test(key) ? "shift+" : "") + key;
  }

  // Counted from when they were pressed: a busy page may hear of both keys late.
  sequence(chord, now) {
    this.typed = [...this.typed.filter((key) => now - key.at < PATIENCE), { key: chord, at: now }].slice(-3);
    const keys = this.typed.map((key) => key.key);
    return keys.map((_, from) => keys.slice(from).join(" "));
  }

  // The longest sequence wins; then what is nearest to the focus; then the latest on the page.
  find(sequences) {
    const dialog = [...document.querySelectorAll("dialog[open]:modal")].at(-1);
    const form = document.activeElement?.closest("form");
    for (const keys of sequences) {
      const all = [...(dialog ?? document).querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(isUsable);
      if (all.length) return all.find((element) => form?.contains(element)) ?? all.at(-1);
    }
    return null;
  }

  act(element) {
    if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select, trix-editor, [contenteditable]")) element.focus();
    else element.click();
  }

  fill() {
    const sheet = this.querySelector("[data-cheats]"), known = new Map();
    for (const element of document.querySelectorAll("[data-key][data-key-label]")) known.set(element.dataset.key, element.dataset.keyLabel);
    sheet.replaceChildren(...[...known].map(([keys, label]) => this.cheat(keys, label)));
  }

  cheat(keys, label) {
    const line = document.createElement("p"), caps = document.createElement("span");
    line.className = "cheat";
    caps.className = "keys";
    for (const key of keys.split(/[ ]|(?<=\w)\+/)) caps.append(Object.assign(document.createElement("kbd"), { textContent: capOf(key) }));
    line.append(Object.assign(document.createElement("span"), { textContent: label }), caps);
    return line;
  }
}

const capOf = (key) => ({ mod: isMac ? "⌘" : "Ctrl", enter: "↵", esc: "Esc", shift: "⇧", up: "↑", down: "↓" })[key] ?? key.toUpperCase();
const isWrittenIn = (element) => element.closest?.(TYPES) && !element.closest("dialog, [popover]");
// Twice: an editor that still has a letter to draw takes the focus back as it draws it.
function leave(field) {
  field.blur();
  requestAnimationFrame(() => field.blur());
}
// What stands in a menu that is closed is pressed as if it were open.
const isUsable = (element) => !element.disabled && !element.closest("[inert], [hidden]") && isSeen(element.closest('[role="menu"][popover]')?.parentElement ?? element);
const isSeen = (element) => element.checkVisibility();

customElements.define("keyboard-keys", KeyboardKeys);
