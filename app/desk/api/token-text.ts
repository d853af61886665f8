/** What a program sends as its token. */
export type TokenText = { agencyId: string; tokenId: string; secret: Uint8Array };

/** Begins with a name, so that scanners for secrets find one that was put where it must not be. */
const PREFIX = 'clew_';
const TOKEN = /^clew_([\w-]{86})$/;
const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** A token as text: both ids and the secret. */
export function writeToken({ agencyId, tokenId, secret }: TokenText): string {
  const bytes = Buffer.concat([bytesOf(agencyId), bytesOf(tokenId), secret]);
  return PREFIX + bytes.toString('base64url');
}

/** What an `Authorization` header says (RFC 6750); undefined for anything that is no token of ours. */
export function readAuthorization(header: string | null): TokenText | undefined {
  const [, text = ''] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  const [, packed = ''] = TOKEN.exec(text) ?? [];
  const bytes = Buffer.from(packed, 'base64url');
  const isOne = bytes.length === 2 * ID_BYTES + SECRET_BYTES && bytes.toString('base64url') === packed;
  if (!isOne) return undefined;
  return {
    agencyId: idOf(bytes.subarray(0, ID_BYTES)),
    tokenId: idOf(bytes.subarray(ID_BYTES, 2 * ID_BYTES)),
    secret: Uint8Array.from(bytes.subarray(2 * ID_BYTES)),
  };
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
