// Runs before the first paint, so that the night shift is never dazzled by a white flash.
(() => {
  const root = document.documentElement;
  const wanted = localStorage.getItem("runink-theme");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.sound = localStorage.getItem("runink-sound") ?? "off";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", e => {
    if (!localStorage.getItem("runink-theme")) root.dataset.theme = e.matches ? "dark" : "light";
  });
  // Paper is white, whatever the shift.
  let shift = null;
  addEventListener("beforeprint", () => { shift = root.dataset.theme; root.dataset.theme = "light"; });
  addEventListener("afterprint", () => { if (shift) root.dataset.theme = shift; shift = null; });
})();
