// A wall board on a screen to which nobody signs in. Its key opens these numbers and nothing else; it stays in this browser.
const KEY = "runink-display-key", PACE = 5000;

class Display extends HTMLElement {
  connectedCallback() {
    [this.away, this.form, this.board, this.off] = [".away", "form", ".board", ".off"].map(name => this.querySelector(name));
    this.form.addEventListener("submit", e => {
      e.preventDefault();
      localStorage.setItem(KEY, this.form.key.value.trim());
      this.form.key.value = "";
      this.dataset.unit = this.form.unit.value.trim();
      history.replaceState(null, "", this.dataset.unit ? `/display?unit=${encodeURIComponent(this.dataset.unit)}` : "/display");
      this.look();
    });
    this.off.querySelector("button").addEventListener("click", () => this.ask(""));
    localStorage.getItem(KEY) ? this.look() : this.ask("");
  }

  disconnectedCallback() { clearTimeout(this.next); }

  async look() {
    clearTimeout(this.next);
    const key = localStorage.getItem(KEY);
    if (!key) return;
    try {
      const answer = await fetch(`/display/board?unit=${encodeURIComponent(this.dataset.unit ?? "")}`, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store", signal: AbortSignal.timeout(PACE * 2) });
      if (answer.status === 401 || answer.status === 403) { this.ask("This key does not open the wall board: it has ended, was revoked, or is for something else."); return; }
      if (answer.status === 422) { this.ask(`There is no unit ${this.dataset.unit}.`, key); return; }
      if (!answer.ok) throw new Error(answer.status);
      this.show(await answer.text());
    } catch {
      this.stale();
    }
    this.next = setTimeout(() => this.look(), PACE);
  }

  show(html) {
    this.board.innerHTML = html;
    this.seen = new Date();
    this.classList.remove("stale");
    [this.form.hidden, this.board.hidden, this.off.hidden, this.away.hidden] = [true, false, false, true];
  }

  // Old numbers are worse than none when nobody sees that they are old.
  stale() {
    const since = this.seen?.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    this.say(since ? `No connection to Runink Companion since ${since}. What stands here is old.` : "No connection to Runink Companion. It is tried again by itself.");
    this.classList.add("stale");
  }

  ask(why, key = "") {
    clearTimeout(this.next);
    localStorage.removeItem(KEY);
    this.board.replaceChildren();
    this.classList.remove("stale");
    [this.form.hidden, this.board.hidden, this.off.hidden] = [false, true, true];
    this.form.key.value = key;
    this.say(why);
    this.form.key.focus();
  }

  say(text) {
    this.away.textContent = text;
    this.away.hidden = !text;
  }
}

customElements.define("rk-display", Display);
