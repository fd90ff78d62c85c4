// Puts a popover beside its anchor, on the side where there is room. Its place goes when it closes:
// what is swapped in takes over attributes, and the policy lets nobody set a style by one.
const GAP = 4;
const EDGE = 8;

export function place(panel, anchor, { side = "start", above = false, width = false } = {}) {
  const box = anchor.getBoundingClientRect();
  panel.onbeforetoggle = ({ newState }) => newState === "closed" && panel.removeAttribute("style");
  if (width) panel.style.minWidth = panel.style.maxWidth = `${box.width}px`;
  const { offsetWidth: wide, offsetHeight: high } = panel;
  const isRight = (side === "end") !== (document.documentElement.dir === "rtl");
  const left = isRight ? box.right - wide : box.left;
  const goesUp = above || (box.bottom + GAP + high > innerHeight - EDGE && box.top - GAP - high >= EDGE);
  const top = goesUp ? box.top - GAP - high : box.bottom + GAP;
  panel.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - wide - EDGE))}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - high - EDGE))}px`;
}
