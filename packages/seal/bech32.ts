const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * The 32 bytes of an X25519 identity of age (`AGE-SECRET-KEY-1…`), in Bech32 (BIP 173) as age writes it: in capitals.
 * Undefined for any other text, and if the checksum does not fit.
 */
export function secretOfIdentity(identity: string): Uint8Array | undefined {
  const [, data] = /^AGE-SECRET-KEY-1([AC-HJ-NP-Z02-9]{58})$/.exec(identity) ?? [];
  if (data === undefined) return undefined;
  const values = [...data.toLowerCase()].map((letter) => LETTERS.indexOf(letter));
  const prefix = [...'age-secret-key-'].map((letter) => letter.charCodeAt(0));
  const checked = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...values];
  return polynomial(checked) === 1 ? toBytes(values.slice(0, -6)) : undefined;
}

function polynomial(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, part] of GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= part;
  }
  return sum;
}

/** Five bits each become eight; what is left over must be zeros. */
function toBytes(fives: readonly number[]): Uint8Array | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const five of fives) {
    held = ((held & 0xff) << 5) | five;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 0xff);
  }
  return bits < 5 && (held & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : undefined;
}
