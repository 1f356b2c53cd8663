// Clocks tick here, one timer for all, so that the server renders nothing while time only passes.
const root = document.documentElement;
const skew = Date.parse(root.dataset.now ?? "") - Date.now() || 0;
const now = () => Date.now() + skew;
const shown = new Set();

function span(ms) {
  const s = Math.floor(ms / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24);
  if (d >= 2) return `${d} d`;
  if (h >= 10) return `${h} h`;
  if (h >= 1) return m % 60 ? `${h} h ${m % 60} min` : `${h} h`;
  return null;
}
const countdown = ms => span(ms) ?? `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const minutes = ms => span(ms) ?? (ms < 60000 ? "under a minute" : `${Math.floor(ms / 60000)} min`);

function set(node, text) { if (node.textContent !== text) node.textContent = text; }

/** A clock that says what it counts to: <rk-clock verb="Acknowledge" due start>. */
class Clock extends HTMLElement {
  static observedAttributes = ["due", "start", "verb"];
  connectedCallback() {
    if (!this.label) {
      this.label = document.createElement("span");
      this.bar = document.createElement("span");
      this.bar.className = "meter";
      this.fill = this.bar.appendChild(document.createElement("i"));
      this.append(this.label, this.bar);
    }
    shown.add(this); this.tick();
  }
  disconnectedCallback() { shown.delete(this); }
  attributeChangedCallback() { if (this.label) this.tick(); }
  tick() {
    const due = Date.parse(this.getAttribute("due")), start = Date.parse(this.getAttribute("start")), left = due - now();
    const late = left < 0, verb = this.getAttribute("verb") ?? "";
    set(this.label, late ? `${verb} late by ${minutes(-left)}` : `${verb} in ${countdown(left)}`);
    this.classList.toggle("late", late);
    this.classList.toggle("soon", !late && left < (due - start) * .25);
    this.bar.classList.toggle("late", late);
    const part = late ? 100 : Math.min(100, Math.max(2, 100 * (now() - start) / (due - start || 1)));
    this.fill.style.width = `${part.toFixed(0)}%`;
  }
}

/** A relative time with the exact one as its title: <rk-time at full>. */
class Time extends HTMLElement {
  static observedAttributes = ["at"];
  connectedCallback() { shown.add(this); this.tick(); }
  disconnectedCallback() { shown.delete(this); }
  attributeChangedCallback() { if (this.isConnected) this.tick(); }
  tick() {
    const ms = now() - Date.parse(this.getAttribute("at")), away = Math.abs(ms);
    const text = away > 86400000 * 2 ? this.getAttribute("full") : away < 60000 ? (ms < 0 ? "in a moment" : "just now") : ms < 0 ? `in ${minutes(away)}` : `${minutes(away)} ago`;
    set(this, text ?? "");
  }
}

/** Tells a reader whose own clock differs which clock the pages follow: <rk-zone zone="Europe/Berlin">. */
class Zone extends HTMLElement {
  connectedCallback() {
    const read = zone => new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short", timeZone: zone });
    try { [this.theirs, this.own] = [read(this.getAttribute("zone")), read(undefined)]; } catch { return; }
    shown.add(this); this.tick();
  }
  disconnectedCallback() { shown.delete(this); }
  tick() {
    const theirs = this.theirs.format(now()), differs = theirs !== this.own.format(now());
    set(this, differs ? `${theirs.slice(-5)} at the hospital` : "");
    if (differs) this.title = `Times on these pages are those of the hospital (${this.getAttribute("zone")}). Your device is set to ${this.own.resolvedOptions().timeZone}.`;
  }
}

/** Puts the caret where the work of a dialog is, once the library has placed it. */
class Modal extends HTMLElement {
  connectedCallback() {
    setTimeout(() => {
      const dialog = this.closest(".mud-dialog");
      if (!dialog || (dialog.contains(document.activeElement) && document.activeElement.matches("input, textarea"))) return;
      (dialog.querySelector("[data-first]") ?? dialog.querySelector("input:not([type=hidden]), textarea, button"))?.focus();
    }, 30);
  }
}

/** Prints the page it stands on, once the sheet is there. */
class Print extends HTMLElement {
  connectedCallback() {
    const ready = setInterval(() => {
      if (!document.querySelector(".sheet h2")) return;
      clearInterval(ready);
      if (this.isConnected) print();
    }, 150);
  }
}

customElements.define("rk-print", Print);
customElements.define("rk-clock", Clock);
customElements.define("rk-time", Time);
customElements.define("rk-zone", Zone);
customElements.define("rk-modal", Modal);
setInterval(() => { if (!document.hidden) for (const clock of shown) clock.tick(); }, 1000);
document.addEventListener("visibilitychange", () => { for (const clock of shown) clock.tick(); });
