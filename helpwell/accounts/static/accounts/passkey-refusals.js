// Says so when a passkey was refused, by the person or by the browser.
const words = document.querySelector('script[src*="passkey-refusals"]').dataset.words;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: words, tone: "late", seconds: 12 } }));
});
