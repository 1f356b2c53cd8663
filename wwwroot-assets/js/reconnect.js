// Watches the class that Blazor sets, which works with every version of its script.
const dialog = document.getElementById("components-reconnect-modal");
const has = name => dialog.classList.contains(`components-reconnect-${name}`);
const sync = () => {
  if (has("rejected")) { location.reload(); return; }
  const lost = has("show") || has("failed") || has("retrying");
  document.documentElement.classList.toggle("lost", lost);
  // Not modal: what was typed stays readable and can be copied while the line is down.
  // Opened by attribute, because show() would take the focus out of the field that somebody types in.
  dialog.toggleAttribute("open", lost);
  dialog.querySelector("[data-lost]").hidden = has("failed");
  dialog.querySelector("[data-failed]").hidden = !has("failed");
};
new MutationObserver(sync).observe(dialog, { attributes: true, attributeFilter: ["class"] });
document.getElementById("components-reconnect-button").addEventListener("click", async () => {
  try { if (!await Blazor.reconnect()) location.reload(); } catch { location.reload(); }
});
// A server that restarted no longer knows the circuit; asking again as soon as it answers is quicker than any back-off.
setInterval(async () => { if (has("failed") && (await fetch("/health/live", { cache: "no-store" }).catch(() => null))?.ok) document.getElementById("components-reconnect-button").click(); }, 2000);
