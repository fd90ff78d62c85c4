// Whether the server answers, told to the page: `since` is when it was asked (performance.now()).
export function reached(since) { document.dispatchEvent(new CustomEvent("reached", { detail: { since } })); }

export function unreached() { document.dispatchEvent(new Event("unreached")); }
