// What somebody is at just now, and what therefore stays as it is: where they type, and what a pointer is
// pressed on or moves over, since they would hit something else if it moved away under it.
export const AIMED = 500; // ms for which a pointer that has moved aims at where it is
const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
let pointer = null;

for (const event of ["pointermove", "pointerdown", "pointerup", "pointercancel"]) {
  document.addEventListener(event, ({ target, buttons }) => {
    pointer = { target, at: performance.now(), isPressed: buttons > 0 };
  }, { passive: true });
}

export function isInUse(part) { return isTypedIn(part) || isAimedAt(part); }

export function isAimedAt(part) {
  if (!pointer || !part.contains(pointer.target)) return false;
  return pointer.isPressed || performance.now() - pointer.at < AIMED;
}

function isTypedIn(part) { return part.contains(document.activeElement) && document.activeElement.matches(TYPED_IN); }
