import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUpload } from './read-upload.ts';

const LIMIT = 10_000;

/** A form with a file as a browser sends it, or as somebody else does. */
function request(
  body: BodyInit | ReadableStream<Uint8Array>,
  type = 'multipart/form-data; boundary=x',
): Request {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body,
    headers: { 'Content-Type': type },
    duplex: 'half',
  };
  return new Request('http://localhost:1414/law/import', init);
}

const read = (body: BodyInit, type?: string) =>
  readUpload(request(body, type), { file: 'list', limit: LIMIT });
const part = (head: string, text: string) =>
  `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
const LIST = part('name="list"; filename="people I met.csv"', 'title,court\n');
const whole = (...parts: string[]) => `${parts.join('')}--x--\r\n`;

test('the text of the file stands under its field, and nothing of its name', async () => {
  const fields = await read(whole(part('name="words"', 'typed'), LIST));
  expect([...(fields as URLSearchParams)]).toEqual([
    ['words', 'typed'],
    ['list', 'title,court\n'],
  ]);
});

test('what a browser builds itself is read', async () => {
  const form = new FormData();
  form.append('list', new File(['título\u0000'], '../../etc/passwd', { type: 'text/html' }));
  form.append('words', 'a=b&c');
  const sent = new Request('http://localhost:1414/', { method: 'POST', body: form });
  const fields = (await readUpload(sent, { file: 'list', limit: LIMIT })) as URLSearchParams;
  expect([fields.get('list'), fields.get('words')]).toEqual(['título\u0000', 'a=b&c']);
});

describe('is refused', () => {
  test.each([
    ['nothing', ''],
    ['no part', '--x--\r\n'.slice(0, 3)],
    ['a part that does not end', LIST],
    ['a part cut short', whole(LIST).slice(0, -30)],
    ['no name', whole(part('filename="a"', 'text'))],
    ['no head', '--x\r\n\r\ntext\r\n--x--\r\n'],
    ['another boundary', whole(LIST).replaceAll('--x', '--y')],
    ['a file in another field', whole(part('name="words"; filename="a"', 'text'))],
    ['two files', whole(LIST, LIST)],
    ['typed text in the field of the file', whole(part('name="list"', 'text'))],
    ['a form that is no such form', 'list=text'],
  ])('%s', async (_, body) => expect(await read(body)).toBe('unreadable'));

  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=""',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    'multipart/form-data; boundary=x; boundary=y',
    'multipart/form-data; boundary="x ',
    'multipart/form-data; boundary=x\u00e9',
  ])('%s', async (type) => expect(await read(whole(LIST), type)).toBe('unreadable'));

  test('more than the limit, whether the header says so or not', async () => {
    expect(await read(whole(part('name="list"; filename="a"', 'x'.repeat(LIMIT))))).toBe('too-large');
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_000).fill(97));
      },
    });
    expect(await readUpload(request(endless), { file: 'list', limit: LIMIT })).toBe('too-large');
    expect(sent).toBeLessThan(20);
  });

  test('more parts than a form has fields', async () => {
    const parts = Array.from({ length: 301 }, () => '--x\r\n');
    expect(await read(parts.join(''))).toBe('too-large');
  });

  test('a body that never ends and never comes', async () => {
    const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    expect(await readUpload(request(silent), { file: 'list', limit: LIMIT, patience: 5 })).toBe('too-slow');
  });
});

test('no body makes it throw, and what it reads is never longer than what came', async () => {
  const pieces = fc.constantFrom(
    '--x',
    '--x--',
    '\r\n',
    '\r',
    '\n',
    'Content-Disposition: form-data; ',
    'name="list"',
    'name="__proto__"',
    '; filename="a"',
    "; filename*=UTF-8''%00",
    'Content-Type: text/html',
    'Content-Transfer-Encoding: base64',
    '"',
    '\0',
    'é',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (list) => {
      const body = list.join('');
      const fields = await read(body);
      if (typeof fields === 'string') expect(['unreadable', 'too-large', 'too-slow']).toContain(fields);
      else expect([...fields].join('').length).toBeLessThanOrEqual(body.length);
    }),
    { seed: 20261122, numRuns: 300 },
  );
});
