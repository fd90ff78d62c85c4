// What waits in this browser for the connection: a row of localStorage each, one a ticket and kind,
// with the token by which the server says it once. Its words stay a draft until it was taken.
const WEEK = 7 * 24 * 3600 * 1000; // ms for which it is sent without being asked again

const begins = (person) => `helpwell.waiting.${person}.`;
const keyOf = ({ person, ticket, mode }) => `${begins(person)}${ticket}.${mode}`;
export const draftKey = ({ person, ticket, mode }) => `helpwell.draft.${person}.${ticket}.${mode}`;
export const isOld = (entry) => Date.now() - entry.at > WEEK;

export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function waitingOf(person) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(begins(person)));
  return keys.map((key) => JSON.parse(localStorage.getItem(key))).sort((one, other) => one.at - other.at);
}

export function waitingOn(place) {
  return JSON.parse(localStorage.getItem(keyOf(place)));
}

// Whether the browser could keep it.
export function keep(entry) {
  try {
    localStorage.setItem(keyOf(entry), JSON.stringify(entry));
  } catch {
    return false;
  }
  tell();
  return true;
}

export function drop(entry) {
  localStorage.removeItem(keyOf(entry));
  tell();
}

// What this browser kept of a draft, and the edition it was written on.
export function forgetKept(key) {
  for (const each of [key, `${key}.edition`]) localStorage.removeItem(each);
}

export function taken(entry) {
  forgetKept(draftKey(entry));
  drop(entry);
}

// It is a draft again; what was begun elsewhere meanwhile stays below it.
export function takeBack(entry) {
  const kept = localStorage.getItem(draftKey(entry)) ?? "";
  localStorage.setItem(draftKey(entry), kept.includes(entry.html) ? kept : entry.html + kept);
  drop(entry);
}

function tell() { document.dispatchEvent(new Event("waiting-changed")); }
