// The page without a connection: says how much waits in this browser, and comes back by itself.
const EVERY = 5000; // ms between looks whether the server is there
const waits = document.getElementById("waits");
const number = Object.keys(localStorage).filter((key) => key.startsWith("helpwell.waiting.")).length;

// By its own address it is only being looked at.
if (location.pathname !== "/offline/") {
  addEventListener("online", look);
  setInterval(look, EVERY);
}
if (number) {
  waits.textContent = waits.dataset[number === 1 ? "one" : "many"].replace("%s", number);
  waits.hidden = false;
}

function look() {
  fetch("/worker.js", { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok && location.reload(), () => {});
}
