// Moments that people choose by name, in the reader's own zone.
const MORNING = 9, EVENING = 18;

const at = (days, hour) => {
  const moment = new Date();
  moment.setDate(moment.getDate() + days);
  moment.setHours(hour, 0, 0, 0);
  return moment;
};
const daysUntil = (weekday) => (weekday + 7 - new Date().getDay()) % 7 || 7;
const hours = (number) => new Date(Date.now() + number * 3600_000);

// Each gives its moment, or nothing where another name says the same or it is past.
export const MOMENTS = {
  hour: () => hours(1),
  later: () => (new Date().getHours() < 20 ? hours(3) : null),
  tomorrow: () => at(1, MORNING),
  monday: () => (daysUntil(1) === 1 ? null : at(daysUntil(1), MORNING)),
  week: () => at(7, MORNING),
  evening: () => (new Date().getHours() < EVENING - 1 ? at(0, EVENING) : null),
  next_evening: () => at(1, EVENING),
  friday: () => (daysUntil(5) === 1 || daysUntil(5) === 7 ? null : at(daysUntil(5), EVENING)),
  week_evening: () => at(7, EVENING),
};

export const morning = (days) => at(days, MORNING);
export const told = (moment) => new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", hour: "numeric", minute: "2-digit" }).format(moment);
export const typed = (moment) => new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
