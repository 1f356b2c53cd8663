// What was typed outlives a lost circuit and a restarted server: kept in this tab until it is sent, under the name of the
// person who typed it. Who signs in next on this screen neither sees nor sends it.
import { person } from "./person.js";

/** Keeps the text of the field that it names: <rk-keep for="comment">. */
class Keep extends HTMLElement {
  // The field is made by another component of the same page, a moment later.
  connectedCallback() { setTimeout(() => { if (this.isConnected) this.bind(); }, 50); }

  bind() {
    this.field = document.getElementById(this.getAttribute("for"));
    if (!this.field) return;
    this.key = `draft:${person()}:${location.pathname}${location.search}:${this.field.id}`;
    this.typed = () => this.field.value ? sessionStorage.setItem(this.key, this.field.value) : sessionStorage.removeItem(this.key);
    this.sent = () => sessionStorage.removeItem(this.key);
    this.field.addEventListener("input", this.typed);
    this.sender = this.field.form ?? this.field.closest(".mud-dialog");
    this.sender?.addEventListener("submit", this.sent);
    this.clicked = e => { if (e.target.closest("[data-send]")) this.sent(); };
    this.sender?.addEventListener("click", this.clicked, true);
    if (this.field.value) this.typed();
    const kept = sessionStorage.getItem(this.key);
    if (kept && !this.field.value) {
      this.field.value = kept;
      // After Blazor has wired the field, so that the server learns of the text too.
      setTimeout(() => this.field.dispatchEvent(new Event("input", { bubbles: true })));
    }
  }

  disconnectedCallback() {
    this.field?.removeEventListener("input", this.typed);
    this.sender?.removeEventListener("submit", this.sent);
    this.sender?.removeEventListener("click", this.clicked, true);
  }
}

customElements.define("rk-keep", Keep);
