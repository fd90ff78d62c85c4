// How well typed letters fit a text: 0 not at all; whole words and beginnings weigh most.
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function fit(typed, text) {
  const want = plain(typed.trim()), have = plain(text);
  if (!want) return 1;
  const at = have.indexOf(want);
  if (at === 0) return 100;
  if (at > 0) return /\W/.test(have[at - 1]) ? 80 : 50;
  return scattered(want, have);
}

function scattered(want, have) {
  let at = -1, score = 30;
  for (const letter of want) {
    const next = have.indexOf(letter, at + 1);
    if (next < 0) return 0;
    score -= Math.min(6, next - at - 1) * (/\W/.test(have[next - 1] ?? " ") ? 0.2 : 1);
    at = next;
  }
  return score > 0 ? score : 0;
}
