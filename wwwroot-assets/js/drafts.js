// What was typed outlives a lost circuit and a restarted server: kept in this tab until it is sent.

/** Keeps the text of the field that it names: <rk-keep for="comment">. */
class Keep extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    if (!this.field) return;
    this.key = `draft:${location.pathname}${location.search}:${this.field.id}`;
    this.typed = () => this.field.value ? sessionStorage.setItem(this.key, this.field.value) : sessionStorage.removeItem(this.key);
    this.sent = () => sessionStorage.removeItem(this.key);
    this.field.addEventListener("input", this.typed);
    this.field.form?.addEventListener("submit", this.sent);
    const kept = sessionStorage.getItem(this.key);
    if (kept && !this.field.value) {
      this.field.value = kept;
      // After Blazor has wired the field, so that the server learns of the text too.
      setTimeout(() => this.field.dispatchEvent(new Event("input", { bubbles: true })));
    }
  }

  disconnectedCallback() {
    this.field?.removeEventListener("input", this.typed);
    this.field?.form?.removeEventListener("submit", this.sent);
  }
}

customElements.define("rk-keep", Keep);
