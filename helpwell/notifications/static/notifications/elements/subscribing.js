// A browser's place at its push service, told to our server.
export function tellServer(subscription, url, token) {
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint, key: keys.p256dh, secret: keys.auth });
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
}
