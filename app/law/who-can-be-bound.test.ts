import { describe, expect, test } from 'vitest';
import { wordsIn } from '../web/index.ts';
import { assessCase } from './assess-case.ts';
import { lawWordsIn } from './law-words.ts';
import { loadLaw } from './load-law.ts';
import { memoContent } from './memo-content.ts';
import { dutiesPart } from './render-duties-text.ts';
import { targetsOf } from './topics.ts';

const law = loadLaw();
const drawn = { words: lawWordsIn(law, 'en'), style: { colour: false } };
const dutiesIn = (
  state: string,
  facts: Parameters<typeof assessCase>[1]['facts'],
  on = '2020-06-02' as const,
) =>
  dutiesPart(assessCase(law, { facts, states: [state], on }), { ...drawn } as never)
    .join(' ')
    .replaceAll(/\s+/g, ' ');

describe('what a State could never be bound by', () => {
  const EU = ['duty.screening', 'duty.vulnerability-check', 'duty.reception-needs'];
  const AFRICA = ['duty.fallback.no-return-africa', 'duty.fallback.no-refoulement-africa'];

  test.each(['MY', 'LB'])('is not asked about in %s', (state) => {
    const asked = targetsOf('all', law, { state, on: '2020-06-02' });
    for (const id of EU) expect(asked).not.toContain(id);
    const next = (facts: Parameters<typeof assessCase>[1]['facts']) =>
      assessCase(law, { facts, states: [state], on: '2020-06-02' }).next?.path ?? [];
    expect(next({})).not.toEqual(expect.arrayContaining([expect.stringMatching(/screening/)]));
  });

  test('is asked about where it can bind, and without a State', () => {
    expect(targetsOf('all', law, { state: 'GR', on: '2026-07-01' })).toEqual(expect.arrayContaining(EU));
    expect(targetsOf('all', law)).toEqual(expect.arrayContaining(EU));
  });

  test('stands in no list of what it does not owe', () => {
    const told = dutiesIn('MY', {
      'return.considered': 'yes',
      'status.recognised': 'yes',
      'place.outside-nationality': 'yes',
    });
    for (const id of AFRICA) expect(told).not.toContain(id);
  });
});

test('where nobody knows whether a text binds, it is said which, why, and who keeps its list', () => {
  const told = dutiesIn('MY', { 'detention.considered': 'yes', 'identification.positive': 'yes' });
  expect(told).toMatch(/No list of parties here\./);
  expect(told).toMatch(/: ask [A-Z]/);
});

test('the first page of the memo names a text that binds, where one does', () => {
  const facts = { 'identification.positive': 'yes', 'age.now': 28 } as const;
  const { blocks } = memoContent({
    assessed: assessCase(law, { facts, states: ['MY'], on: '2020-06-02' }),
    words: wordsIn('en'),
  });
  const page = JSON.stringify(
    blocks.slice(
      0,
      blocks.findIndex(({ kind }) => kind === 'page'),
    ),
  );
  const owed = page.slice(page.indexOf('Who owes'));
  expect(owed).not.toMatch(
    /\((?:Anti-Trafficking Convention|Human Rights Convention|Trafficking Directive)\)/,
  );
});

test('each reform that moves no rule says why', () => {
  const still = Object.values(law.overlays).filter(({ ops }) => ops.length === 0);
  expect(still.map(({ code }) => code).sort()).toEqual(['F11', 'F19', 'F21', 'F22', 'F24']);
  for (const { noEffect } of still) expect(noEffect).toMatch(/rule|owed/);
});
