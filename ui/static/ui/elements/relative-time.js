// <relative-time shape="age"><time datetime="…">…</time></relative-time>, in the reader's own zone.
const MINUTE = 60, HOUR = 3600, DAY = 86400;
const alive = new Set();
const lang = () => document.documentElement.lang || undefined;
const cache = new Map();
const format = (kind, options) => {
  const key = kind.name + lang() + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new kind(lang(), options));
  return cache.get(key);
};
const date = (at, options) => format(Intl.DateTimeFormat, options).format(at);
const exact = (at) => date(at, { dateStyle: "full", timeStyle: "short" });

function amount(seconds) {
  const size = Math.abs(seconds);
  if (size < HOUR) return [Math.trunc(seconds / MINUTE), "minute"];
  if (size < DAY) return [Math.trunc(seconds / HOUR), "hour"];
  return [Math.trunc(seconds / DAY), "day"];
}

function calendar(at) {
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return date(at, { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) });
}

const SHAPES = {
  age(at, seconds) {
    const [count, unit] = amount(Math.abs(seconds));
    if (count < 1 && unit === "minute") return format(Intl.RelativeTimeFormat, { numeric: "auto" }).format(0, "second");
    if (unit === "day" && count > 6) return calendar(at);
    return format(Intl.NumberFormat, { style: "unit", unit, unitDisplay: "narrow" }).format(count);
  },
  ago(at, seconds) {
    const [count, unit] = amount(seconds);
    if (Math.abs(count) < 1) return format(Intl.RelativeTimeFormat, { numeric: "auto" }).format(0, "second");
    if (unit === "day" && Math.abs(count) > 6) return calendar(at);
    return format(Intl.RelativeTimeFormat, { numeric: "auto" }).format(count, unit);
  },
  moment(at, seconds) {
    const time = { hour: "numeric", minute: "2-digit" };
    if (at.toDateString() === new Date().toDateString()) return date(at, time);
    if (Math.abs(seconds) < 6 * DAY) return date(at, { weekday: "short", ...time });
    return `${calendar(at)}, ${date(at, time)}`;
  },
  exact: (at) => date(at, { dateStyle: "medium", timeStyle: "short" }),
};

class RelativeTime extends HTMLElement {
  connectedCallback() { alive.add(this); this.tell(); }
  disconnectedCallback() { alive.delete(this); }

  tell() {
    const time = this.querySelector("time"), at = new Date(time?.dateTime);
    if (!time || isNaN(at)) return;
    const words = (SHAPES[this.getAttribute("shape")] ?? SHAPES.ago)(at, (at - Date.now()) / 1000);
    if (time.textContent !== words) time.textContent = words;
    time.title ||= exact(at);
  }
}

customElements.define("relative-time", RelativeTime);
const tellAll = () => alive.forEach((element) => element.tell());
setInterval(tellAll, 20_000);
document.addEventListener("htmx:after:swap", tellAll);
