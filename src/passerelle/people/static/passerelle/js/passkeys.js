// Passkeys: the browser's part. A form marked data-passkey ("make", "show", "enter") hands its options to the device and
// sends what the device answers. The page's own words stand in its data attributes, so nothing here needs translating.
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make({ publicKey }) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
      },
    });
    return answer(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }

  async function show({ publicKey }) {
    const shown = await navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: known(publicKey.allowCredentials),
      },
    });
    const whose = shown.response.userHandle;
    return answer(shown, {
      authenticatorData: text(shown.response.authenticatorData),
      signature: text(shown.response.signature),
      userHandle: whose ? text(whose) : null,
    });
  }

  function answer(credential, response) {
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    };
  }

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const asked = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!asked.ok) throw new Error(asked.statusText);
    return (await asked.json()).request_options;
  }

  for (const said of document.querySelectorAll("[data-without-script]")) said.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-said]");
    form.hidden = false;
    if (!window.PublicKeyCredential) {
      said.textContent = form.dataset.impossible;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      try {
        const given = await options(form);
        const credential = await (form.dataset.passkey === "make" ? make(given) : show(given));
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (fault) {
        said.textContent = fault.name === "InvalidStateError" ? form.dataset.there : form.dataset.cancelled;
      }
    });
  }
})();
