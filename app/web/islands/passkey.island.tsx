/**
 * Asks the browser for a passkey and puts what comes into the form that a part `.passkey` stands in. Without this script, or
 * in a browser that knows no passkeys, the part stays hidden and `#passkey-off` says so; codes work without it. Where a page has two
 * such forms, a suffix stands behind the names and ids of each.
 */
interface Part {
  hidden: boolean;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  closest(selector: 'form'): Form | null;
  addEventListener(type: 'click', listener: () => void): void;
}
interface Field {
  value: string;
}
interface Sending {
  preventDefault(): void;
  readonly submitter?: { hasAttribute(name: string): boolean } | null;
}
interface Form {
  readonly elements: { namedItem(name: string): Field | null };
  submit(): void;
  addEventListener(type: 'submit', listener: (event: Sending) => void): void;
}
interface Credential {
  readonly rawId: ArrayBuffer;
  readonly response: {
    readonly clientDataJSON: ArrayBuffer;
    readonly attestationObject?: ArrayBuffer;
    readonly authenticatorData?: ArrayBuffer;
    readonly signature?: ArrayBuffer;
    readonly userHandle?: ArrayBuffer | null;
  };
}
interface Named {
  readonly id: string;
}
/** What the page asks for, as JSON: bytes in base64url. */
interface Asked {
  readonly challenge: string;
  readonly user?: Named;
  readonly excludeCredentials?: readonly Named[];
}
declare const document: {
  getElementById(id: string): Part | null;
  querySelectorAll(selector: '.passkey'): Iterable<Part>;
};
declare const window: { readonly PublicKeyCredential?: unknown };
declare const navigator: {
  readonly credentials: {
    get(options: { publicKey: unknown }): Promise<Credential | null>;
    create(options: { publicKey: unknown }): Promise<Credential | null>;
  };
};

function toBytes(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toText(buffer: ArrayBuffer | null | undefined): string | undefined {
  if (!buffer) return undefined;
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** What the node reads; fields without a value are left out. */
function write({ rawId, response }: Credential): string {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response;
  const id = toText(rawId);
  return JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: toText(clientDataJSON),
      attestationObject: toText(attestationObject),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: toText(userHandle),
    },
  });
}

/** `name` is what the worker calls a new passkey: the device lists it so. */
function ask(asked: Asked, name: string | undefined): Promise<Credential | null> {
  const challenge = toBytes(asked.challenge);
  if (name === undefined) return navigator.credentials.get({ publicKey: { ...asked, challenge } });
  const publicKey = {
    ...asked,
    challenge,
    user: { id: toBytes(asked.user?.id ?? ''), name, displayName: name },
    excludeCredentials: (asked.excludeCredentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) })),
  };
  return navigator.credentials.create({ publicKey });
}

function start(part: Part, form: Form): void {
  const asked: Asked = JSON.parse(part.dataset.asked ?? '{}');
  const suffix = part.dataset.suffix ?? '';
  const field = form.elements.namedItem(`passkey${suffix}`);
  const code = form.elements.namedItem(`code${suffix}`);
  const name = part.dataset.new === 'yes' ? form.elements.namedItem('name') : undefined;
  const said = document.getElementById(`passkey-said${suffix}`);
  let isAsking = false;

  async function use(): Promise<void> {
    if (isAsking || !field) return;
    // The page asks for a name first: a passkey would be made that it cannot take.
    if (name?.value.trim() === '') return form.submit();
    isAsking = true;
    if (said) said.textContent = '';
    try {
      const credential = await ask(asked, name?.value);
      if (credential) {
        field.value = write(credential);
        if (code) code.value = '';
        form.submit();
      }
    } catch {
      // Refused, put away, or none here: the browser does not say which.
      if (said) said.textContent = said.dataset.failed ?? '';
    }
    isAsking = false;
  }

  // Whoever sends the form without a code means the passkey: the form could not be taken as it is.
  form.addEventListener('submit', (event) => {
    if (code?.value || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    void use();
  });
  document.getElementById(`passkey-use${suffix}`)?.addEventListener('click', () => void use());
  part.hidden = false;
  const off = document.getElementById(`passkey-off${suffix}`);
  if (off) off.hidden = true;
}

for (const part of document.querySelectorAll('.passkey')) {
  const form = part.closest('form');
  if (form && window.PublicKeyCredential) start(part, form);
}

export {};
