const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128).fill(255);
for (let value = 0; value < 64; value += 1) VALUES[LETTERS.charCodeAt(value)] = value;

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const group = (one << 16) | (two << 8) | three;
    text += letter(group >> 18) + letter(group >> 12);
    if (at + 1 < bytes.length) text += letter(group >> 6);
    if (at + 2 < bytes.length) text += letter(group);
  }
  return text;
}

function letter(value: number): string {
  return LETTERS[value & 63] as string;
}

/**
 * The bytes that `toBase64url` wrote as exactly this text; undefined for any other text. One text for the same bytes:
 * otherwise a text could be changed and still be taken.
 */
export function fromBase64url(text: string): Uint8Array | undefined {
  const left = text.length % 4;
  if (left === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let group = 0;
  let to = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (VALUES[code] as number) : 255;
    if (value === 255) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    if (at % 4 === 0) continue;
    bytes[to] = group >> (6 - 2 * (at % 4));
    to += 1;
  }
  // What the last letter says beyond the last byte must be zeros.
  const spare = left === 2 ? 0b1111 : left === 3 ? 0b11 : 0;
  return (group & spare) === 0 ? bytes : undefined;
}
