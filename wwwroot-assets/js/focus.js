// One rule for the caret: it never falls to the body. When the element that had it leaves the page, it goes to the nearest
// thing that took its place: the control of the same key, the chosen row, the heading of the panel or of the page.
let last = null;
// What had it before a dialog opened: there it returns when the dialog is left.
let opener = null;

const describe = element => ({
  element,
  key: element.dataset?.key,
  row: element.closest?.("[data-rowid]")?.dataset.rowid,
  inDialog: !!element.closest?.(".mud-dialog, .mud-popover"),
});

document.addEventListener("focusin", e => {
  if (e.target === document.body) return;
  last = describe(e.target);
  if (!last.inDialog && !document.querySelector(".mud-dialog")) opener = e.target;
}, true);

function home() {
  const dialog = document.querySelector(".mud-dialog");
  if (dialog) return dialog.querySelector("[data-first]") ?? dialog.querySelector("input, textarea, button");
  if (last?.inDialog && opener?.isConnected && opener.checkVisibility?.() && !opener.disabled) return opener;
  const row = last?.row && document.querySelector(`[data-rowid="${CSS.escape(last.row)}"] [data-row]`);
  return row || document.querySelector('[data-row][aria-current="true"]') || document.querySelector(".panel h2[tabindex]") || document.querySelector("main h2[tabindex], h1[tabindex]");
}

function settle() {
  if (document.activeElement !== document.body) return;
  const like = last.key && [...document.querySelectorAll(`[data-key="${CSS.escape(last.key)}"]`)].find(e => e.checkVisibility?.() && !e.disabled);
  (like || home())?.focus({ preventScroll: true });
}

new MutationObserver(() => {
  if (!last || document.activeElement !== document.body) return;
  // After the page has settled: a control that was replaced by its like is there a moment later.
  if (!last.element.isConnected) requestAnimationFrame(settle);
}).observe(document.body, { childList: true, subtree: true });

// A control that is disabled under the caret loses it too. One that only waits for an answer gets it back, one that has
// done its work (Publish, once it is published) hands it on.
new MutationObserver(changes => {
  const element = last?.element;
  if (!element || !element.disabled || !changes.some(change => change.target === element)) return;
  setTimeout(() => {
    if (last?.element !== element || (document.activeElement !== document.body && document.activeElement !== element)) return;
    if (!element.disabled) element.focus({ preventScroll: true });
    else { element.blur(); settle(); }
  }, 600);
}).observe(document.body, { attributes: true, attributeFilter: ["disabled"], subtree: true });
