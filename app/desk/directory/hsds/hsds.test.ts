import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readHsds, writeService, writeServices } from './read-hsds.ts';
import { Service } from './schema.ts';

const FOLDER = join(import.meta.dirname, '../../../../examples/hsds');
const file = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const read = (text: string) => readHsds(Buffer.from(text));

function servicesOf(text: string) {
  const found = read(text);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.services;
}

const SMALL = { id: 'ac148810-d857-441c-9679-408f346de14b', name: 'Advice', status: 'active' };

describe('the standard’s own example', () => {
  test('of a service comes out as it came', () => {
    const [service] = servicesOf(file('service_full.json'));
    expect(service && JSON.parse(writeService(service))).toEqual(JSON.parse(file('service_full.json')));
  });

  test('of a list comes out with every service as it came', () => {
    const services = servicesOf(file('service_list.json'));
    const { contents } = JSON.parse(writeServices(services));
    expect(contents).toEqual(JSON.parse(file('service_list.json')).contents);
  });
});

test('what is written is read again as the same services, with fields that the standard does not know', () => {
  const more = fc.dictionary(
    fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((name) => `x_${name}`),
    fc.jsonValue({ maxDepth: 3, noUnicodeString: true }).filter(isPlain),
  );
  const name = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
  const service = fc.record({ id: fc.uuid(), name, status: fc.constantFrom('active', 'defunct') });
  const services = fc.uniqueArray(
    fc.tuple(service, more).map(([one, extra]) => ({ ...extra, ...one })),
    { selector: ({ id }) => id, maxLength: 5 },
  );
  fc.assert(
    fc.property(services, (list) => {
      const written = writeServices(servicesOf(JSON.stringify(list)));
      expect(JSON.parse(written).contents).toEqual(list);
      expect(servicesOf(written).map(({ document }) => document)).toEqual(list);
    }),
  );
});

/** Numbers that are kept as they are written. */
function isPlain(value: unknown): boolean {
  const numbers = JSON.stringify(value).match(/(?<!")-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g) ?? [];
  return (
    numbers.every((number) => number.length < 8) &&
    !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value))
  );
}

describe('a service', () => {
  type Schema = {
    properties?: Record<string, Schema>;
    required?: string[];
    type?: string;
    enum?: string[];
  } & {
    items?: Schema;
    $ref?: string;
  };
  const standard = JSON.parse(file('service_with_definitions.json')) as Schema & {
    definitions: Record<string, Schema>;
  };
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? (standard.definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;

  /** The fields of a schema, as lines: name, type, words of its list, whether it must be there. */
  function fieldsOf(schema: Schema, at: string, found = new Map<string, string>()): Map<string, string> {
    const { properties = {}, required = [] } = resolve(schema);
    for (const [name, given] of Object.entries(properties)) {
      const path = `${at}.${name}`;
      const field = resolve(given);
      const isList = field.type === 'array';
      const inner = isList && field.items ? resolve(field.items) : field;
      const type = isList ? 'array' : inner.properties ? 'object' : field.type;
      found.set(path, [type, ...(field.enum ?? []), required.includes(name) ? 'required' : ''].join(' '));
      if (inner.properties) fieldsOf(inner, path, found);
    }
    return found;
  }

  test('is read by the fields of the standard’s own schema, each of its type, and by no other', () => {
    const ours = z.toJSONSchema(Service, { reused: 'inline', unrepresentable: 'any' }) as Schema;
    expect([...fieldsOf(ours, '').entries()].sort()).toEqual([...fieldsOf(standard, '').entries()].sort());
  });
});

describe('a hostile file is refused with its line:', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const lines = (more: string) => JSON.stringify(SMALL, undefined, 1).replace(/\n}$/, `,\n${more}\n}`);
  test.each([
    ['no JSON', '{\n"id": 1,\n}', { line: 3, why: 'json-syntax' }],
    ['JSON and something behind', '{}\n{}', { line: 2, why: 'json-syntax' }],
    ['YAML', 'id: 1', { line: 1, why: 'json-syntax' }],
    ['arrays without end', `\n${deep(100_000)}`, { line: 2, why: 'json-deep' }],
    ['too many values', `[${'0,'.repeat(250_000)}0]`, { line: 1, why: 'json-many' }],
    ['a name twice', lines('"name": "Other"'), { line: 5, why: 'json-twice' }],
    ['a name of JavaScript’s own', lines('"__proto__": {"a": 1}'), { line: 5, why: 'json-name' }],
    [
      'a name of JavaScript’s own, written otherwise',
      lines('"\\u005f_proto__": 1'),
      { line: 5, why: 'json-name' },
    ],
    [
      'a number that is rounded',
      lines('"minimum_age": 12345678901234567890'),
      { line: 5, why: 'json-number' },
    ],
    ['a number beyond all', lines('"minimum_age": 1e999'), { line: 5, why: 'json-number' }],
    ['half a character', lines('"alert": "\\ud800"'), { line: 5, why: 'json-character' }],
    ['a mark that turns the text', lines('"alert": "\u202Eabc"'), { line: 5, why: 'field', field: 'alert' }],
    ['a control character', lines('"alert": "\\u0000"'), { line: 5, why: 'field', field: 'alert' }],
    [
      'an address that is a script',
      lines('"url": "javascript:alert(1)"'),
      { line: 5, why: 'field', field: 'url' },
    ],
    [
      'an address with a password',
      lines(`"url": "https://${'a:b'}@example.org"`),
      { line: 5, why: 'field', field: 'url' },
    ],
    [
      'a text without end',
      lines(`"alert": "${'a'.repeat(5_001)}"`),
      { line: 5, why: 'field', field: 'alert' },
    ],
    [
      'a field of another type',
      lines('"phones": [\n{"id": 1}]'),
      { line: 6, why: 'field', field: 'phones.0.id' },
    ],
    [
      'a word that is not on the list',
      lines('"schedules": [{\n"freq": "HOURLY"}]'),
      { line: 5, why: 'field' },
    ],
    ['a page that is no page', '{"contents": 5}', { line: 1, why: 'not-services' }],
    ['an organisation', '{"id": 1, "name": "A", "services": []}', { line: 1, why: 'not-services' }],
    ['one id twice', `[${JSON.stringify(SMALL)},\n${JSON.stringify(SMALL)}]`, { line: 2, why: 'same-id' }],
    ['many services', JSON.stringify(Array.from({ length: 201 }, () => SMALL)), { line: 1, why: 'many' }],
  ])('%s', (_, text, problem) => {
    const found = read(text);
    expect(found.ok ? undefined : found.problems[0]).toMatchObject(problem);
  });

  test('bytes that are no text, and more bytes than may come', () => {
    expect(readHsds(Buffer.from([0x22, 0xff, 0x22]))).toEqual({
      ok: false,
      problems: [{ line: 1, why: 'not-text' }],
    });
    expect(readHsds(Buffer.alloc(2 * 1024 * 1024 + 1, ' '))).toMatchObject({
      problems: [{ why: 'too-large' }],
    });
  });

  test('cut anywhere, the standard’s example is refused, and never read in part', () => {
    const text = file('service_full.json').trimEnd();
    fc.assert(
      fc.property(fc.nat(text.length - 1), (at) => {
        expect(read(text.slice(0, at)).ok).toBe(false);
      }),
    );
  });
});
