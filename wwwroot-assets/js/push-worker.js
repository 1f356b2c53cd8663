// Shows a message while no page is open. It says that work waits and nothing of it; whoever opens it signs in first.
self.addEventListener("push", event => {
  let said = {};
  try { said = event.data?.json() ?? {}; } catch { /* A message that cannot be read still says that work waits. */ }
  const url = typeof said.url === "string" && said.url.startsWith("/") && !said.url.startsWith("//") ? said.url : "/";
  event.waitUntil(self.registration.showNotification(said.title ?? "Work waits for you", {
    body: "Open Runink Companion to see it.", icon: "/icons/favicon.svg", tag: url, renotify: true, requireInteraction: true, data: { url },
  }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil((async () => {
    const address = new URL(event.notification.data.url, self.location.origin).href;
    const open = (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).find(client => client.url === address);
    await (open ? open.focus() : self.clients.openWindow(address));
  })());
});
