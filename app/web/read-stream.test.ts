import { describe, expect, test } from 'vitest';
import { readStreamedForm, type StreamedForm, UploadFault } from './read-stream.ts';

const LIMIT = 100_000;
const CONTENT = `first\r\n--\r\n--y\r\n--xx but no end\r\r\n-last\u0000`;

const part = (head: string, text: string) =>
  `--x7\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
const WORDS = part('name="words"', 'typed');
const FILE = part('name="list"; filename="people I met.csv"\r\nContent-Type: text/html', CONTENT);
const END = '--x7--\r\n';

/** A form that comes in pieces of so many bytes. */
function request(body: string, size = 7, type = 'multipart/form-data; boundary=x7'): Request {
  const bytes = Buffer.from(body);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(Uint8Array.from(bytes.subarray(at, at + size)));
      at += size;
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    ...{ method: 'POST', body: stream, duplex: 'half', headers: { 'Content-Type': type } },
  };
  return new Request('http://localhost:1414/desk/populations', init);
}

const read = (body: string, size?: number, limit = LIMIT) =>
  readStreamedForm(request(body, size), { file: 'list', limit });

async function textOf(form: StreamedForm | string): Promise<string | undefined> {
  if (typeof form === 'string' || !form.file) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of form.file) pieces.push(piece);
  await form.end();
  return Buffer.concat(pieces).toString();
}

test.each([1, 2, 3, 5, 8, 13, 64, 4_096])(
  'fields stand before the file, which comes as it was sent, in pieces of %i bytes',
  async (size) => {
    const form = await read(WORDS + FILE + END, size);
    expect([...((form as StreamedForm).fields ?? [])]).toEqual([['words', 'typed']]);
    expect(await textOf(form)).toBe(CONTENT);
  },
);

test('a form without the file has its fields, and no file', async () => {
  const form = (await read(WORDS + END)) as StreamedForm;
  expect(form.fields.get('words')).toBe('typed');
  expect(form.file).toBeUndefined();
});

test('what the page does not read is not read', async () => {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(Buffer.from(sent === 1 ? `${WORDS}${FILE.slice(0, 120)}` : 'a'.repeat(1_000)));
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    ...{ method: 'POST', body: stream, duplex: 'half' },
    headers: { 'Content-Type': 'multipart/form-data; boundary=x7' },
  };
  const form = await readStreamedForm(new Request('http://localhost:1414/', init), {
    file: 'list',
    limit: LIMIT,
  });
  await (form as StreamedForm).end();
  expect(sent).toBeLessThan(5);
});

describe('refused before the file is read is', () => {
  test.each([
    ['a boundary that is not there', 'nothing of the kind', 'unreadable'],
    ['a file in another field', part('name="words"; filename="a"', 'x') + END, 'unreadable'],
    ['the field of the file without one', part('name="list"', 'x') + END, 'unreadable'],
    ['a part without a name', part('filename="a"', 'x') + END, 'unreadable'],
    ['a field that is too long', part('name="words"', 'x'.repeat(20_000)) + END, 'too-large'],
    ['a head that is too long', part(`name="words"\r\nX: ${'x'.repeat(5_000)}`, 'x') + END, 'too-large'],
    ['more fields than a form has', WORDS.repeat(301) + END, 'too-large'],
    ['what ends in a field', WORDS.slice(0, -4), 'unreadable'],
  ])('%s', async (_, body, why) => {
    expect(await read(body, 512)).toBe(why);
  });

  test('fields that are too long together, whatever the file may hold', async () => {
    const field = part('name="words"', 'x'.repeat(16_000));
    const readLong = (fields: number) => read(field.repeat(fields) + FILE + END, 4_096, 10_000_000);
    expect(await textOf(await readLong(16))).toBe(CONTENT);
    expect(await readLong(17)).toBe('too-large');
  });
});

describe('thrown while the file is read is', () => {
  const faultOf = async (form: StreamedForm | string) => {
    try {
      await textOf(form);
    } catch (error) {
      return error instanceof UploadFault ? error.why : error;
    }
    return undefined;
  };

  test('a file that breaks off', async () => {
    expect(await faultOf(await read(WORDS + FILE.slice(0, -5)))).toBe('unreadable');
  });

  test('anything behind it', async () => {
    expect(await faultOf(await read(FILE + WORDS + END))).toBe('unreadable');
    expect(await faultOf(await read(FILE + FILE + END))).toBe('unreadable');
  });

  test('more than the limit', async () => {
    const long = part('name="list"; filename="a"', 'x'.repeat(5_000)) + END;
    expect(await faultOf(await read(long, 512, 2_000))).toBe('too-large');
  });

  test('a file that does not come', async () => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(FILE.slice(0, 120))),
      pull: () => new Promise(() => undefined),
    });
    const init: RequestInit & { duplex: 'half' } = {
      ...{ method: 'POST', body: stream, duplex: 'half' },
      headers: { 'Content-Type': 'multipart/form-data; boundary=x7' },
    };
    const sent = new Request('http://localhost:1414/', init);
    expect(await faultOf(await readStreamedForm(sent, { file: 'list', limit: LIMIT, patience: 5 }))).toBe(
      'too-slow',
    );
  });
});
