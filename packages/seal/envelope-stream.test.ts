import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  isIdentity,
  makeWorkerKeys,
  openEnvelope,
  openEnvelopeStream,
  sealEnvelope,
  sealEnvelopeStream,
  type WorkerKeys,
} from './index.ts';
import { random } from './testing/people.ts';

let amina: WorkerKeys;
let boris: WorkerKeys;
beforeAll(async () => {
  amina = await makeWorkerKeys(random);
  boris = await makeWorkerKeys(random);
});

/** Bytes as a stream of pieces of one size. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function openAs({ secrets }: WorkerKeys, envelope: Uint8Array, size = 1_000) {
  const identities = [secrets.identity];
  const opened = await openEnvelopeStream({ envelope: inPieces(envelope, size), identities });
  return opened.ok ? collect(opened.content) : undefined;
}

describe('an envelope that is sealed and opened piece by piece', () => {
  test('is the one that is sealed and opened at once, whatever the pieces', async () => {
    const sizes = fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 200_000);
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 70_000 }), async (length, size) => {
        const content = Buffer.alloc(length, 'clew');
        const recipients = [amina.recipient];
        const envelope = await collect(
          await sealEnvelopeStream({ content: inPieces(content, size), recipients }),
        );
        const atOnce = await openEnvelope({ envelope, identities: [amina.secrets.identity] });
        expect(atOnce.ok && Buffer.compare(atOnce.content, content)).toBe(0);
        const other = await sealEnvelope({ content, recipients });
        expect(Buffer.compare((await openAs(amina, other, size)) ?? Buffer.of(1), content)).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  test('opens for nobody else, and what is no envelope for nobody', async () => {
    const envelope = await sealEnvelope({ content: Buffer.alloc(100_000), recipients: [amina.recipient] });
    expect(await openAs(boris, envelope)).toBeUndefined();
    for (const other of [Buffer.alloc(0), Buffer.alloc(300_000, 'x'), Buffer.from('age-encryption.org/v1\n')])
      expect(await openAs(amina, other)).toBeUndefined();
  });

  test('cut anywhere, changed anywhere, or with more behind it, never ends well', async () => {
    const content = Buffer.alloc(140_000, 'clew');
    const envelope = Buffer.from(await sealEnvelope({ content, recipients: [amina.recipient] }));
    const refuses = async (bytes: Uint8Array) => {
      const whole = await openAs(amina, bytes).catch(() => undefined);
      expect(whole).toBeUndefined();
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: envelope.length - 1 }), async (at) => {
        await refuses(envelope.subarray(0, at));
        const changed = Buffer.from(envelope);
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
        await refuses(changed);
      }),
      { numRuns: 40 },
    );
    // Where a chunk of 64 KiB ends, a cut file looks like a whole one to whoever does not ask for the last.
    const header = envelope.indexOf('\n', envelope.indexOf('\n--- ') + 1) + 1 + 16;
    await refuses(envelope.subarray(0, header + 65_552));
    await refuses(Buffer.concat([envelope, Buffer.of(0)]));
  });

  test('fails with what its content failed with', async () => {
    const content = new ReadableStream<Uint8Array>({
      pull: () => Promise.reject(new Error('the disk is gone')),
    });
    const sealed = await sealEnvelopeStream({ content, recipients: [amina.recipient] });
    await expect(collect(sealed)).rejects.toThrow('the disk is gone');
  });

  test('an identity is known by its form and its checksum', () => {
    const { identity } = amina.secrets;
    expect(isIdentity(identity)).toBe(true);
    const last = identity.at(-1) === 'Q' ? 'P' : 'Q';
    for (const other of ['', identity.slice(0, -1), identity.slice(0, -1) + last, amina.recipient])
      expect(isIdentity(other)).toBe(false);
  });

  test('refuses who is no recipient', async () => {
    const content = () => inPieces(Buffer.of(1), 1);
    for (const recipients of [[], ['age1x'], [amina.secrets.identity]])
      await expect(sealEnvelopeStream({ content: content(), recipients })).rejects.toThrow(RangeError);
  });
});
