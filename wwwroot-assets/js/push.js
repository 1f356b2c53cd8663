// Messages to this browser while its pages are closed: asked for by the person's press of a button, never by the page itself.
const WORKER = "/js/push-worker.js";

const key = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));

// Why it cannot be: "old", "insecure" or "denied"; else the address at which it takes messages now, or nothing.
export async function state() {
  if (!window.isSecureContext) return { trouble: "insecure" };
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return { trouble: "old" };
  if (Notification.permission === "denied") return { trouble: "denied" };
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return { endpoint: (await worker?.pushManager.getSubscription())?.endpoint ?? null };
}

// The browser asks its person only while the press lasts: the way over the server and back would be too long for some.
export function listen(button, page, publicKey) {
  let busy = false;
  button.addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    try {
      if (await Notification.requestPermission() !== "granted") { await page.invokeMethodAsync("Failed", "denied"); return; }
      await navigator.serviceWorker.register(WORKER);
      const worker = await ready(await navigator.serviceWorker.getRegistration(WORKER));
      const before = await worker.pushManager.getSubscription();
      // One that was made with another key of ours would take nothing, and a browser makes no second beside it.
      await before?.unsubscribe();
      const now = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key(publicKey) });
      const { endpoint, keys } = now.toJSON();
      await page.invokeMethodAsync("Subscribed", endpoint, keys.p256dh, keys.auth, before?.endpoint ?? null, navigator.userAgent);
    } catch (problem) {
      await page.invokeMethodAsync("Failed", problem.name ?? "Error");
    } finally {
      busy = false;
    }
  });
}

export async function leave(endpoint) {
  const worker = await navigator.serviceWorker?.getRegistration(WORKER);
  const known = await worker?.pushManager.getSubscription();
  if (known?.endpoint === endpoint) await known.unsubscribe();
}

const ready = worker => worker.active ? worker : new Promise(done => {
  const coming = worker.installing ?? worker.waiting;
  coming.addEventListener("statechange", () => { if (coming.state === "activated") done(worker); });
});
