// What this person chose about the look, kept in the browser.
const KEY = "helpwell.look";

export function look() {
  try { return JSON.parse(localStorage.getItem(KEY) || "{}"); } catch { return {}; }
}

export function keep(changes) {
  try { localStorage.setItem(KEY, JSON.stringify({ ...look(), ...changes })); } catch { /* not kept, still works */ }
}
