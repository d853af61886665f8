import { describe, expect, test } from 'vitest';
import { facts } from './index.ts';
import { loadLaw } from './load-law.ts';
import { flat } from './testing/index.ts';

const law = loadLaw();
const run = (word: string | undefined, more = {}) =>
  facts({ word, json: false, colour: false, lang: 'en', ...more });
const idsOf = (word: string, more = {}) =>
  JSON.parse(run(word, { json: true, ...more }).text).facts.map(({ id }: { id: string }) => id);

describe('clew facts', () => {
  test('lists every fact with its question, type, sensitivity and who reads it', () => {
    const { text, exitCode } = run(undefined);
    expect(exitCode).toBe(0);
    for (const id of Object.keys(law.facts)) expect(text).toContain(id);
    expect(text).toMatch(/^ {2}act\.recruited +yes or no, sensitivity \d$/m);
    expect(flat(run('act.recruited').text)).toContain('Read by: trafficking.act,');
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('finds by id, label, question and theme, whatever the capitals and accents', () => {
    expect(idsOf('ACT.RECRUITED')).toEqual(['act.recruited']);
    expect(idsOf('acts')).toContain('act.recruited');
    expect(idsOf('slavery', { lang: 'fr' })).toContain('purpose.slavery');
    expect(idsOf('esclavage', { lang: 'fr' })).toEqual(idsOf('Ésclàvage', { lang: 'fr' }));
    expect(idsOf('act. recruited')).toEqual(['act.recruited']);
  });

  test('names what counts a deadline from a day, and a fact that no rule may read', () => {
    const [day] = JSON.parse(run('reflection.day', { json: true }).text).facts;
    expect(day).toMatchObject({ type: { kind: 'date' }, readBy: ['duty.reflection'] });
  });

  test('where nothing has the word ends with 2 and names the nearest', () => {
    const { text, exitCode } = run('act.recruted');
    expect(exitCode).toBe(2);
    expect(text).toContain('No fact has “act.recruted”. Did you mean “act.recruited”?');
    expect(JSON.parse(run('zzzz', { json: true }).text).problems).toMatchObject([{ code: 'unknown-fact' }]);
  });

  test('prints JSON with the law’s hash and every fact', () => {
    const printed = JSON.parse(run(undefined, { json: true, lang: 'ar' }).text);
    expect(printed.law.hash).toBe(law.hash);
    expect(printed.facts).toHaveLength(Object.keys(law.facts).length);
    expect(printed.facts[0]).toEqual({
      id: expect.any(String),
      theme: expect.any(String),
      type: expect.anything(),
      sensitivity: expect.any(Number),
      group: null,
      label: expect.stringMatching(/\p{Script=Arabic}/u),
      question: expect.stringMatching(/\p{Script=Arabic}/u),
      why: expect.stringMatching(/\p{Script=Arabic}/u),
      readBy: expect.any(Array),
    });
  });
});
