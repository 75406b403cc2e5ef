// Asks the browser to make a passkey or to answer with one, and sends what it says.
// What it is asked for stands in the form, as JSON of the server.

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};

const text = (buffer) => {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

const keys = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: keys(options.excludeCredentials),
    },
  });
  return {
    attestationObject: text(made.response.attestationObject),
    clientDataJSON: text(made.response.clientDataJSON),
    id: made.id,
  };
}

async function answer(options) {
  const given = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: keys(options.allowCredentials),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
  return {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
    id: given.id,
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const fault = form.querySelector("[data-passkey-fault]");
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential) {
    fault.hidden = false;
    continue;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    fault.hidden = true;
    button.disabled = true;
    try {
      const ask = form.dataset.passkey === "make" ? make : answer;
      const { id, ...response } = await ask(JSON.parse(form.dataset.options));
      const said = { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
      form.elements.answer.value = JSON.stringify(said);
      form.requestSubmit();
    } catch {
      // Whoever closes the browser's own window, or waits too long, may try again.
      fault.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
