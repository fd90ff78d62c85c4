// Helpwell's service worker: shows pushes, keeps the offline page with its look, and files with a
// fingerprint in their name, and nothing of anybody's.
const EDITION = "helpwell-{{ edition }}";
const SHELL = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}"{% url 'notifications:offline' %}"];
const OFFLINE = "{% url 'notifications:offline' %}";
const FINGERPRINTED = /^\/static\/.*\.[0-9a-f]{8,}\.\w+$/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(EDITION).then((cache) => cache.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.destination === "document") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FINGERPRINTED.test(address.pathname)) event.respondWith(kept(request));
});

addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const shown = { body: told.said, tag: told.tag, renotify: true, icon: "{{ files.3|escapejs }}", data: { url: told.url } };
  event.waitUntil(registration.showNotification(told.title ?? "Helpwell", told.tag ? shown : { data: { url: "/" } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data?.url ?? "/", location.origin).href));
});

async function open(url) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = windows.find((client) => client.url === url);
  if (same) return same.focus();
  return clients.openWindow(url);
}

async function kept(request) {
  const cache = await caches.open(EDITION), found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) cache.put(request, answer.clone());
  return answer;
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== EDITION).map((name) => caches.delete(name)));
}
