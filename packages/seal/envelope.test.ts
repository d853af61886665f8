import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  envelopeSuites,
  MAX_RECIPIENTS,
  makeWorkerKeys,
  openEnvelope,
  sealEnvelope,
  type WorkerKeys,
} from './index.ts';
import { flipped, random } from './testing/people.ts';

const vectors = join(import.meta.dirname, 'vectors');
const CONTENT = new TextEncoder().encode('what only these two may read');

let amina: WorkerKeys;
let boris: WorkerKeys;
let chloe: WorkerKeys;

beforeAll(async () => {
  amina = await makeWorkerKeys(random);
  boris = await makeWorkerKeys(random);
  chloe = await makeWorkerKeys(random);
});

function sealHere(more: Partial<Parameters<typeof sealEnvelope>[0]> = {}) {
  return sealEnvelope({ content: CONTENT, recipients: [amina.recipient, boris.recipient], ...more });
}

function openAs({ secrets }: WorkerKeys, envelope: Uint8Array, maxBytes?: number) {
  const identities = [secrets.identity];
  return openEnvelope({ envelope, identities, ...(maxBytes === undefined ? {} : { maxBytes }) });
}

describe('an envelope', () => {
  test('is opened by each of its recipients alone, and by nobody else', async () => {
    const envelope = await sealHere();
    expect(await openAs(amina, envelope)).toEqual({ ok: true, content: CONTENT });
    expect(await openAs(boris, envelope)).toEqual({ ok: true, content: CONTENT });
    expect(await openAs(chloe, envelope)).toEqual({ ok: false });
  });

  test('gives back any bytes, armored or not, beyond one chunk of 64 KiB too', async () => {
    const sizes = fc.constantFrom(0, 1, 47, 48, 65_535, 65_536, 65_537, 131_072);
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(255), fc.boolean(), async (size, fill, armored) => {
        const content = new Uint8Array(size).fill(fill);
        const opened = await openAs(amina, await sealHere({ content, armored }));
        expect(opened.ok && Buffer.compare(opened.content, content) === 0).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('as text has lines that mail and paper carry', async () => {
    const text = new TextDecoder().decode(await sealHere({ armored: true }));
    expect(text).toMatch(
      /^-----BEGIN AGE ENCRYPTED FILE-----\n([\w+/=]{1,64}\n)+-----END AGE ENCRYPTED FILE-----\n$/,
    );
  });

  test('says for how many it is, and with which suite, and not for whom', async () => {
    const envelope = await sealHere();
    expect(envelopeSuites(envelope)).toEqual(['x25519', 'x25519']);
    expect(envelopeSuites(CONTENT)).toBeUndefined();
    const text = new TextDecoder('latin1').decode(envelope);
    expect(text).not.toContain(amina.recipient.slice(4, 30));
    expect(text).not.toContain('what only');
  });
});

describe('what is no envelope for us', () => {
  test('one bit changed at any byte is refused', async () => {
    const envelope = await sealHere();
    for (let at = 0; at < envelope.length; at++)
      expect(await openAs(amina, flipped(envelope, at))).toEqual({ ok: false });
  });

  test('cut short at any length, or with more behind it, is refused', async () => {
    const envelope = await sealHere();
    for (let length = 0; length < envelope.length; length++)
      expect(await openAs(amina, envelope.slice(0, length))).toEqual({ ok: false });
    for (const more of [Uint8Array.of(0), Uint8Array.of(10), envelope])
      expect(await openAs(amina, Uint8Array.from([...envelope, ...more]))).toEqual({ ok: false });
  });

  test('any bytes are refused, and nothing is thrown', async () => {
    const start = fc.constantFrom(
      '',
      'age-encryption.org/v1\n-> X25519 ',
      '-----BEGIN AGE ENCRYPTED FILE-----\n',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.string({ unit: 'binary' }), async (head, tail) => {
        expect(await openAs(amina, new TextEncoder().encode(head + tail))).toEqual({ ok: false });
      }),
    );
  });

  test('content beyond the limit is neither sealed nor opened', async () => {
    await expect(sealHere({ maxBytes: CONTENT.length - 1 })).rejects.toThrow(RangeError);
    const envelope = await sealHere();
    expect(await openAs(amina, envelope, CONTENT.length)).toEqual({ ok: true, content: CONTENT });
    expect(await openAs(amina, envelope, CONTENT.length - 1)).toEqual({ ok: false });
  });

  test('a header of very many recipients costs nothing: it is refused unread', async () => {
    const stanza = `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`;
    const many = (count: number) =>
      new TextEncoder().encode(`age-encryption.org/v1\n${stanza.repeat(count)}--- ${'A'.repeat(43)}\n`);
    expect(envelopeSuites(many(MAX_RECIPIENTS))).toHaveLength(MAX_RECIPIENTS);
    expect(envelopeSuites(many(MAX_RECIPIENTS + 1))).toBeUndefined();
    expect(await openAs(amina, many(100_000))).toEqual({ ok: false });
    const encrypter = new Encrypter();
    for (let count = 0; count <= MAX_RECIPIENTS; count++) encrypter.addRecipient(amina.recipient);
    // A whole file, which the library would open at its first recipient.
    expect(await openAs(amina, await encrypter.encrypt(CONTENT))).toEqual({ ok: false });
  });

  test('nobody, too many, and who is no recipient are refused', async () => {
    const recipients = [[], ['age1'], ['ssh-ed25519 AAAA'], [`${amina.recipient}x`]];
    // The last letter is part of a sum over the others.
    recipients.push([amina.recipient.slice(0, -1) + (amina.recipient.endsWith('q') ? 'p' : 'q')]);
    recipients.push(Array.from({ length: MAX_RECIPIENTS + 1 }, () => amina.recipient));
    for (const wrong of recipients) await expect(sealHere({ recipients: wrong })).rejects.toThrow(RangeError);
  });

  test('what is no identity is an error that does not repeat it', async () => {
    const envelope = await sealHere();
    const wrong = amina.secrets.identity.slice(0, -1) + (amina.secrets.identity.endsWith('Q') ? 'P' : 'Q');
    const error = await openEnvelope({ envelope, identities: [wrong] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(wrong.slice(20, 60));
    expect((error as Error).cause).toBeUndefined();
  });
});

/** A vector: what its head says, and the file behind it. */
function readVector(name: string) {
  const bytes = readFileSync(join(vectors, 'age', name));
  const end = bytes.indexOf('\n\n');
  const lines = bytes.subarray(0, end).toString().split('\n');
  const values = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2)] : []));
  const body = bytes.subarray(end + 2);
  return {
    expect: values('expect')[0],
    payload: values('payload')[0],
    identities: values('identity'),
    needsPassphrase: values('passphrase').length > 0,
    file: Uint8Array.from(values('compressed')[0] === 'zlib' ? inflateSync(body) : body),
  };
}

describe('age’s own vectors', () => {
  const names = readdirSync(join(vectors, 'age'));

  test('are all there', () => {
    expect(names).toHaveLength(143);
  });

  test.each(names)('%s', async (name) => {
    const vector = readVector(name);
    const opened = await openEnvelope({ envelope: vector.file, identities: vector.identities });
    // We open no file by a passphrase.
    expect(opened.ok).toBe(vector.expect === 'success' && !vector.needsPassphrase);
    if (opened.ok) expect(createHash('sha256').update(opened.content).digest('hex')).toBe(vector.payload);
  });
});

describe('the age program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clew-seal-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['x25519.age', 'mlkem768x25519.armored'])('made %s, which opens here', async (name) => {
    const made = join(vectors, 'age-tool');
    const keys = readFileSync(join(made, `${name.split('.')[0]}.identity`), 'utf8');
    const identities = keys.split('\n').filter((line) => line.startsWith('AGE-SECRET-KEY-'));
    const envelope = Uint8Array.from(readFileSync(join(made, name)));
    const content = Uint8Array.from(readFileSync(join(made, 'content.txt')));
    expect(await openEnvelope({ envelope, identities })).toEqual({ ok: true, content });
  });

  test.runIf(spawnSync('age', ['--version']).status === 0).each([true, false])(
    'opens what is sealed here, armored: %s',
    async (armored) => {
      writeFileSync(join(folder, 'identity'), `${amina.secrets.identity}\n`, { mode: 0o600 });
      writeFileSync(join(folder, 'envelope'), await sealHere({ armored }));
      const opened = spawnSync('age', ['-d', '-i', join(folder, 'identity'), join(folder, 'envelope')]);
      expect(Uint8Array.from(opened.stdout)).toEqual(CONTENT);
    },
  );
});
