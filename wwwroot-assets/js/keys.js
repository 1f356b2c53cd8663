// One place for keys. A key presses the visible control that carries it (data-key), so mouse, keyboard and screen
// reader always do the same thing. Nothing is stolen while somebody types.
const field = "input:not([type=checkbox], [type=radio]), textarea";
const typing = e => e.target.closest?.(`${field}, select, [contenteditable=true], .monaco-editor`) != null;
const visible = el => el.checkVisibility ? el.checkVisibility() : el.offsetParent !== null;
const press = selector => {
  const all = [...document.querySelectorAll(selector)].filter(e => !e.disabled);
  const el = all.find(visible);
  if (el && !el.classList.contains("vh")) el.focus({ preventScroll: true });
  // A field is only gone to: its click is answered by the server with the focus, late, when whoever types may be elsewhere.
  if (el && !el.matches(field)) el.click();
  return el != null;
};

const dialogOpen = () => document.querySelector(".mud-dialog, dialog[open]:not(#components-reconnect-modal)");
let going = false, choosing = 0;
const swallow = e => { e.preventDefault(); e.stopImmediatePropagation(); };

// On the window and before everybody else, so that a key which is swallowed here reaches nobody.
window.addEventListener("keydown", e => {
  if (e.key === "Escape" && typing(e) && !dialogOpen() && !e.target.closest(".monaco-editor")) { leaveField(e.target); return; }
  if (e.key === "Escape" && cancelDialog(e)) { swallow(e); return; }
  if ((e.key === "ArrowDown" || e.key === "ArrowUp") && walkHits(e)) { swallow(e); return; }
  if (e.key === "Enter" && sendDialog(e)) { swallow(e); return; }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || dialogOpen() || ["Shift", "Control", "Alt", "Meta"].includes(e.key)) return;
  const key = e.key === " " ? "Space" : e.key;
  if (going) {
    going = false;
    swallow(e);
    if (!press(`[data-go="${CSS.escape(key)}"]`)) say(`g ${key} goes nowhere. Press ? for the keys.`);
    return;
  }
  if (document.querySelector(".mud-popover-open .mud-menu-list, .mud-popover-open .mud-list")?.contains(e.target)) return;
  if (key === "g") { going = true; return; }
  if (key === "ArrowLeft" && e.target.dataset?.member !== undefined && toHead(e.target)) { e.preventDefault(); return; }
  if (e.target.dataset?.ownkeys?.split(" ").includes(key)) { e.preventDefault(); return; }
  if (key === "j" || key === "k") { if (step(key === "j" ? 1 : -1)) e.preventDefault(); return; }
  if (key.length === 1 && press(`[data-key="${CSS.escape(key)}"]`)) e.preventDefault();
}, true);

/** The arrows walk from the search field down its hits and back. */
function walkHits(e) {
  const stops = [...(e.target.closest?.(".palette")?.querySelectorAll("input, .hits a") ?? [])];
  stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(e.target) + (e.key === "ArrowDown" ? 1 : -1)))]?.focus();
  return stops.length > 0;
}

/** Escape closes what lies on top: first an open list or calendar, which the library does itself, then the dialog. */
function cancelDialog(e) {
  const dialog = [...document.querySelectorAll("rk-modal")].at(-1);
  if (!dialog || e.isComposing || document.querySelector(".mud-popover-open :is(.mud-list, .mud-picker)")) return false;
  dialog.dispatchEvent(new Event("cancel"));
  return true;
}

/** Enter in a field sends its dialog, Control and Enter from a text of several lines too. */
function sendDialog(e) {
  const dialog = e.target.closest?.(".mud-dialog");
  if (!dialog || !e.target.matches("input, textarea") || e.target.closest(".mud-select, .mud-picker, .mud-autocomplete")) return false;
  if (e.target.matches("textarea") && !e.ctrlKey && !e.metaKey) return false;
  const send = dialog.querySelector("[data-send]");
  if (send) pressOnceEnabled(send, dialog);
  return send != null;
}

/** What was typed last may not have reached the server yet, which enables the button; more typing takes the wish back. */
function pressOnceEnabled(button, dialog, until = performance.now() + 3000) {
  if (!button.disabled) { button.click(); return; }
  const stop = new AbortController();
  dialog.addEventListener("input", () => stop.abort(), { signal: stop.signal });
  const look = () => {
    if (stop.signal.aborted || !button.isConnected || performance.now() > until) { stop.abort(); return; }
    if (button.disabled) { setTimeout(look, 30); return; }
    stop.abort();
    button.click();
  };
  look();
}

/** Escape leaves a field for the row or the panel it belongs to, so that the next key is a key again. */
function leaveField(field) {
  const home = field.closest(".panel")?.querySelector("h2[tabindex]") ?? document.querySelector('[data-row][aria-current="true"]') ?? document.querySelector("h1[tabindex]");
  home ? home.focus({ preventScroll: true }) : field.blur();
}

let saying = 0;
function say(text) {
  const line = document.getElementById("key-answer");
  if (!line) return;
  line.textContent = text;
  line.hidden = false;
  clearTimeout(saying);
  saying = setTimeout(() => { line.hidden = true; line.textContent = ""; }, 2500);
}

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

/** From an episode to the row of its patient that it is folded into. */
function toHead(member) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const head = rows.slice(0, rows.indexOf(member)).reverse().find(row => row.dataset.member === undefined);
  head?.focus();
  clearTimeout(choosing);
  if (head?.dataset.row === "follow") choosing = setTimeout(() => head.click(), 140);
  return head != null;
}

document.addEventListener("click", e => {
  const root = document.documentElement;
  const act = e.target.closest("[data-do]")?.dataset.do;
  if (act === "theme") { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; localStorage.setItem("runink-theme", root.dataset.theme); }
  if (act === "sound") { root.dataset.sound = root.dataset.sound === "off" ? "on" : "off"; localStorage.setItem("runink-sound", root.dataset.sound); say(`Sound for new critical work is ${root.dataset.sound}.`); if (root.dataset.sound === "on") chime(); }
  if (act === "print") print();
  // Whoever leaves by hand leaves nothing unsent; after an automatic end it waits in this tab for the same person.
  if (act === "sign-out") sessionStorage.clear();
  if (act === "sign-out") document.querySelector('form[action="/sign-out"]').requestSubmit();
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
  if (document.documentElement.dataset.sound !== "on") return;
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

/** The same for what is no text. */
export async function saveStream(name, type, stream) { save(name, type, await stream.arrayBuffer()); }

export function focusOn(id) { const card = document.getElementById(id); card?.focus(); card?.scrollIntoView({ block: "nearest", inline: "nearest" }); }

/** Brings the column that a carried card hovers over into view. */
export function follow() { document.querySelector(".col.over")?.scrollIntoView({ block: "nearest", inline: "center" }); }
