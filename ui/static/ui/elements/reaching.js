// Whether the server answers, told to the page: `since` is when it was asked (performance.now()), and an
// answer with status 401 says that this page is signed out.
export function reached(since, status) {
  document.dispatchEvent(new CustomEvent(status === 401 ? "signed-out" : "reached", { detail: { since } }));
}

export function unreached() { document.dispatchEvent(new Event("unreached")); }
