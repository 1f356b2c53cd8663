// Automatic logoff: a ward computer is left alone more often than signed out. One minute of warning, work kept.
const WARNING = 60_000;

class Idle extends HTMLElement {
  connectedCallback() {
    this.last = Date.now();
    this.told = Date.now();
    this.seen = () => { if (!this.dialog) this.here(); };
    for (const sign of ["keydown", "pointerdown", "wheel"]) document.addEventListener(sign, this.seen, { passive: true, capture: true });
    this.timer = setInterval(() => this.check(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    for (const sign of ["keydown", "pointerdown", "wheel"]) document.removeEventListener(sign, this.seen, { capture: true });
  }

  // The server ends the session by its own clock: it is told that somebody is here, at most once a minute.
  here() { this.last = Date.now(); }

  tell() {
    if (this.last <= this.told || Date.now() - this.told < 60_000) return;
    this.told = Date.now();
    fetch("/session/seen", { method: "POST" }).then(answer => { if (answer.status === 401) location.reload(); }, () => { this.told = 0; });
  }

  check() {
    this.tell();
    const left = this.last + Number(this.getAttribute("minutes")) * 60_000 - Date.now();
    if (left <= 0) { this.leave(); return; }
    if (left <= WARNING) this.warn(Math.ceil(left / 1000));
  }

  warn(seconds) {
    if (!this.dialog) {
      this.dialog = Object.assign(document.createElement("dialog"), { className: "modal" });
      this.dialog.setAttribute("aria-label", "Still there?");
      const inside = Object.assign(document.createElement("div"), { className: "in" });
      const title = Object.assign(document.createElement("h2"), { textContent: "Still there?" });
      this.text = document.createElement("p");
      const stay = Object.assign(document.createElement("button"), { className: "btn p", textContent: "I am here" });
      const foot = document.createElement("footer");
      foot.append(stay);
      inside.append(title, this.text, foot);
      this.dialog.append(inside);
      this.append(this.dialog);
      this.dialog.addEventListener("close", () => { this.dialog.remove(); this.dialog = null; this.here(); });
      stay.addEventListener("click", () => this.dialog.close());
      this.dialog.showModal();
      stay.focus();
    }
    this.text.textContent = `Nobody touched this screen for a while. You are signed out in ${seconds} s; what is saved stays saved.`;
  }

  leave() {
    clearInterval(this.timer);
    const form = document.querySelector('form[action="/sign-out"]');
    if (form) form.requestSubmit();
    else location.assign("/sign-in");
  }
}

customElements.define("rk-idle", Idle);
