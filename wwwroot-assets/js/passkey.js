// Passkeys: the device is asked when its person presses a button, never by the page itself.
const WORDS = {
  NotAllowedError: "Nothing came of it: it was broken off, took too long, or this device has no passkey for here.",
  InvalidStateError: "This device has a passkey of yours already.",
  ConstraintError: "This device cannot ask for a finger, a face or a PIN, and only such a passkey counts here.",
};

export const able = () => window.isSecureContext && "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

const wordsOf = problem => WORDS[problem.name] ?? `It did not work here (${problem.name ?? "Error"}).`;

// The new passkey as JSON, or why there is none.
export async function make(options) {
  try {
    const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) });
    return { answer: JSON.stringify(made) };
  } catch (problem) {
    return { trouble: wordsOf(problem) };
  }
}

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!able()) return;
    this.hidden = false;
    this.form = this.querySelector("form");
    this.said = this.querySelector("[role=status]");
    this.form.addEventListener("submit", e => { e.preventDefault(); this.ask(); });
  }

  async ask() {
    if (this.busy) return;
    this.busy = true;
    this.said.textContent = "";
    try {
      const asked = await fetch(this.dataset.options, { method: "POST", headers: { RequestVerificationToken: this.form.elements["__RequestVerificationToken"].value } });
      if (!asked.ok) throw new Error("The question did not come");
      const shown = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json()) });
      this.form.elements.answer.value = JSON.stringify(shown);
      this.form.submit();
    } catch (problem) {
      this.said.textContent = wordsOf(problem);
    } finally {
      this.busy = false;
    }
  }
}

if (!customElements.get("rk-passkey")) customElements.define("rk-passkey", Passkey);
