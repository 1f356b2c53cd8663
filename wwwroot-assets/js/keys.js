// One place for keys. A key presses the visible control that carries it (data-key), so mouse, keyboard and screen
// reader always do the same thing. Nothing is stolen while somebody types.
const typing = e => e.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .monaco-editor") != null;
const visible = el => el.checkVisibility ? el.checkVisibility() : el.offsetParent !== null;
const press = selector => {
  const all = [...document.querySelectorAll(selector)].filter(e => !e.disabled);
  const el = all.find(visible) ?? all.find(e => e.closest("details.menu"));
  if (el) { if (!el.classList.contains("vh")) el.focus({ preventScroll: true }); el.click(); }
  return el != null;
};

let going = 0, choosing = 0;
document.addEventListener("keydown", e => {
  if (e.key === "Escape") closeMenus();
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || document.querySelector("dialog[open]:not(#components-reconnect-modal)")) return;
  const key = e.key === " " ? "Space" : e.key;
  if (e.target.dataset?.ownkeys?.split(" ").includes(key)) { e.preventDefault(); return; }
  if (going && e.timeStamp - going < 1500 && press(`[data-go="${CSS.escape(key)}"]`)) { going = 0; e.preventDefault(); return; }
  going = 0;
  if (key === "g") { going = e.timeStamp; return; }
  if (key === "j" || key === "k") { if (step(key === "j" ? 1 : -1)) e.preventDefault(); return; }
  if (key.length === 1 && press(`[data-key="${CSS.escape(key)}"]`)) e.preventDefault();
});

/** j and k walk the list; the panel follows once the walk rests, so that nothing loads on the way. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
  if (!rows.length) return false;
  const focused = rows.indexOf(document.activeElement?.closest?.("[data-row]"));
  const at = focused >= 0 ? focused : rows.findIndex(r => r.getAttribute("aria-current") === "true");
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))];
  next.focus(); next.scrollIntoView({ block: "nearest" });
  clearTimeout(choosing);
  if (next.dataset.row === "follow") choosing = setTimeout(() => next.click(), 140);
  return true;
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", e => {
  const menu = e.target.closest("details.menu");
  closeMenus(e.target.closest(".menu .item") ? null : menu);
  const root = document.documentElement;
  const act = e.target.closest("[data-do]")?.dataset.do;
  if (act === "theme") { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; localStorage.setItem("runink-theme", root.dataset.theme); }
  if (act === "sound") { root.dataset.sound = root.dataset.sound === "off" ? "on" : "off"; localStorage.setItem("runink-sound", root.dataset.sound); if (root.dataset.sound === "on") chime(); }
  if (act === "print") print();
  if (act === "copy") copy(e.target.closest("[data-do]"));
});
document.addEventListener("click", e => { const row = e.target.closest("[data-rowlink]"); if (row && !e.target.closest("a, button, input, select, summary, textarea") && !String(getSelection())) row.querySelector("[data-row]")?.click(); });

// A column takes what is dropped on it; whether it may is the server's to say.
document.addEventListener("dragover", e => { if (e.target.closest?.("[data-drop]")) e.preventDefault(); });
// Firefox drags nothing that carries no data.
document.addEventListener("dragstart", e => { if (e.target.draggable) { e.dataTransfer.effectAllowed = "move"; e.dataTransfer.setData("text/plain", e.target.id); } });

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.text);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1200);
}

/** Two soft notes: work that may not wait has arrived. */
let audio;
export function chime() {
  if (document.documentElement.dataset.sound === "off") return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
  for (const [note, start] of [[659, 0], [880, .16]]) {
    const tone = audio.createOscillator(), gain = audio.createGain(), t = audio.currentTime + start;
    tone.frequency.value = note;
    gain.gain.setValueAtTime(0, t);
    gain.gain.linearRampToValueAtTime(.12, t + .02);
    gain.gain.exponentialRampToValueAtTime(.001, t + .5);
    tone.connect(gain).connect(audio.destination);
    tone.start(t); tone.stop(t + .55);
  }
}

/** A file made from text that the page already shows. */
export function save(name, type, text) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

export function focusOn(id) { document.getElementById(id)?.focus(); }
