// Ctrl/Cmd-K: everything with data-command on this page, and what the server finds at `src` (?q=).
import { fit } from "./matching.js";
import { Options } from "./options.js";

const RECENT = "helpwell.recent-commands";
const recent = () => { try { return JSON.parse(localStorage.getItem(RECENT) || "[]"); } catch { return []; } };
const isHidden = (element) => element.matches("combo-box") && !element.checkVisibility(); // it could not take the focus
const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

class CommandPalette extends HTMLElement {
  connectedCallback() {
    if (this.awake) return;
    this.awake = true;
    this.dialog = this.querySelector("dialog");
    this.field = this.querySelector(".palette__input");
    this.list = this.querySelector('[role="listbox"]');
    this.options = new Options(this.field, this.list);
    this.field.addEventListener("input", () => this.search());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.run(event.target.closest('[role="option"]'), event));
    this.dialog.addEventListener("beforetoggle", (event) => { if (event.newState === "open") this.ready(); });
    this.dialog.addEventListener("toggle", (event) => event.newState === "open" && this.begin());
  }

  // Before it shows, so that the first letters typed already find something.
  ready() {
    this.field.value = "";
    this.commands = this.collect();
  }

  begin() {
    this.search();
    this.field.focus();
  }

  // What can be done with what is open stands first.
  collect() {
    const known = new Map();
    for (const element of [...document.querySelectorAll("main [data-command]"), ...document.querySelectorAll("[data-command]")]) {
      if (!element.disabled && !isHidden(element) && !known.has(element.dataset.command)) known.set(element.dataset.command, element);
    }
    return [...known].map(([label, element]) => ({ label, element, keys: element.dataset.key }));
  }

  search() {
    const typed = this.field.value, used = recent();
    const fits = this.commands.map((command) => ({ ...command, score: fit(typed, command.label) + this.habit(used, command) })).filter((command) => fit(typed, command.label));
    fits.sort((a, b) => b.score - a.score);
    const before = typed ? [] : fits.filter((command) => used.includes(command.label)).slice(0, 5);
    this.list.replaceChildren(...this.group(this.dataset.recent, before), ...this.group(this.dataset.here, fits.filter((command) => !before.includes(command)).slice(0, 12)));
    this.finish();
    if (this.hasAttribute("src") && typed.trim()) this.fetch(typed);
  }

  habit(used, command) {
    const at = used.indexOf(command.label);
    return at < 0 ? 0 : 10 - at;
  }

  group(title, commands) {
    return commands.length ? [made("div", "palette__group", title), ...commands.map((command) => this.option(command))] : [];
  }

  option({ label, element, keys }) {
    const option = made("div", "option");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.command = element;
    option.dataset.value = label;
    const icon = element.querySelector("svg.icon")?.cloneNode(true);
    option.append(icon ?? made("span", "icon"), made("span", "", label), ...(keys ? [this.caps(keys)] : []));
    return option;
  }

  caps(keys) {
    const caps = made("span", "keys");
    caps.setAttribute("aria-hidden", "true");
    for (const key of keys.split(/[ +]/)) caps.append(made("kbd", "", key === "mod" ? "Ctrl" : key.toUpperCase()));
    return caps;
  }

  async fetch(typed) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", typed);
    try {
      await new Promise((done) => setTimeout(done, 80));
      if (typed !== this.field.value) return;
      const answer = await fetch(url, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || typed !== this.field.value) return;
      const found = document.createRange().createContextualFragment(await answer.text());
      if (!found.querySelector('[role="option"]')) return;
      this.list.append(made("div", "palette__group", this.dataset.found), found);
      this.finish();
    } catch { /* a newer question is on its way, or there is no network: commands still work */ }
  }

  finish() {
    this.list.querySelector(".palette__none")?.remove();
    if (!this.options.all.length) this.list.append(made("div", "palette__none", this.dataset.none));
    this.options.activate(this.options.active ?? this.options.all[0]);
  }

  press(event) {
    if (this.options.takes(event)) return;
    if (event.key === "Enter") { event.preventDefault(); this.run(this.options.active, event); }
  }

  run(option, event) {
    if (!option) return;
    if (option.command) this.remember(option.dataset.value);
    this.dialog.close();
    const link = option.matches("a") ? option : option.querySelector("a");
    if (option.command) this.act(option.command);
    else if (link && event.type !== "click") link.click();
  }

  act(element) {
    const field = element.matches("combo-box") ? element.field : element;
    if (field.matches("input, textarea, select, trix-editor")) field.focus();
    else element.click();
  }

  remember(label) {
    try { localStorage.setItem(RECENT, JSON.stringify([label, ...recent().filter((known) => known !== label)].slice(0, 8))); } catch { /* not kept */ }
  }
}

customElements.define("command-palette", CommandPalette);
