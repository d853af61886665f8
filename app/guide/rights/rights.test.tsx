import type { Law } from '@clew/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { LANGUAGES } from '../../web/index.ts';
import { serveGuide } from '../testing/site.ts';
import { rightsHere, type TopicHere } from './rights-here.ts';
import { RIGHTS_BYTES } from './rights-pages.tsx';
import { factsOf, SITUATIONS } from './situations.ts';
import { NOT_OWED_TO_THE_PERSON, TOPICS } from './topics.ts';

const law = loadLaw();
const ON = '2026-03-16';
const codesOf = (ids: readonly string[]) =>
  SITUATIONS.filter(({ id }) => ids.includes(id)).map(({ code }) => code);
const [GROUNDS = '', ASYLUM = '', CHILD = ''] = ['grounds', 'asylum', 'child'].flatMap((id) => codesOf([id]));
const asked = (state: string, ...ticked: string[]) =>
  ({ state, on: ON, facts: factsOf(codesOf(ticked)) }) as const;
const idsOf = (topics: readonly TopicHere[], kind: 'rights' | 'unchecked') =>
  topics.flatMap((topic) => topic[kind].map(({ id }) => id));

/** A law of which a named person has checked every paragraph, or none, and every list of parties as well. */
function lawWhere(isChecked: boolean): Law {
  const status = isChecked ? 'checked' : 'unverified';
  const signed = { status, checkedBy: isChecked ? [{ by: 'Somebody', on: '2026-01-01' }] : [] };
  const copy = JSON.parse(JSON.stringify(law)) as {
    instruments: Record<string, { articles: object[] }>;
    parties: Record<string, object>;
    states: Record<string, { parties: object[] }>;
  };
  for (const { articles } of Object.values(copy.instruments))
    for (const article of articles) Object.assign(article, signed);
  for (const list of Object.values(copy.parties)) Object.assign(list, signed);
  for (const { parties } of Object.values(copy.states))
    for (const party of parties) Object.assign(party, signed);
  return copy as unknown as Law;
}

describe('what is owed to a person', () => {
  test('has every duty of the law in one topic, or among what nobody can ask for', () => {
    const placed = [...TOPICS.flatMap(({ duties }) => duties), ...NOT_OWED_TO_THE_PERSON];
    expect(placed.toSorted()).toEqual(Object.keys(law.duties).toSorted());
  });

  test('is told the law in facts that it has', () => {
    for (const { facts } of SITUATIONS)
      for (const fact of Object.keys(facts)) expect(Object.keys(law.facts)).toContain(fact);
  });

  test('is a right only where a named person has checked the duty and what binds the State', () => {
    const checked = rightsHere(lawWhere(true), asked('FR', 'grounds', 'asylum'));
    expect(idsOf(checked, 'rights')).toEqual(expect.arrayContaining(['duty.assistance', 'duty.reflection']));
    expect(idsOf(checked, 'unchecked')).toEqual([]);
    const unverified = rightsHere(lawWhere(false), asked('FR', 'grounds', 'asylum'));
    expect(idsOf(unverified, 'rights')).toEqual([]);
    expect(idsOf(unverified, 'unchecked')).toEqual(idsOf(checked, 'rights'));
  });

  test('is no right where a rule that it hangs on, a reservation or who is bound was not checked', () => {
    const isRight = (change: (law: Law) => void) => {
      const checked = lawWhere(true);
      change(checked);
      return idsOf(rightsHere(checked, asked('FR', 'grounds')), 'rights').includes('duty.reflection');
    };
    expect(isRight(() => undefined)).toBe(true);
    const unverify = (id: string, anchor: RegExp) => (checked: Law) => {
      const found = checked.instruments[id]?.articles.filter((article) => anchor.test(article.anchor)) ?? [];
      expect(found.length).toBeGreaterThan(0);
      for (const article of found) Object.assign(article, { status: 'unverified', checkedBy: [] });
    };
    expect(isRight(unverify('ecat', /^13/))).toBe(false);
    expect(
      isRight((checked) => {
        for (const list of Object.values(checked.parties)) Object.assign(list, { status: 'unverified' });
        for (const { parties } of Object.values(checked.states))
          for (const party of parties) Object.assign(party, { status: 'unverified' });
      }),
    ).toBe(false);
  });

  test('is nothing that does not bind the State, and nothing that is only recommended or considered', () => {
    const everything = SITUATIONS.map(({ id }) => id);
    const malaysia = rightsHere(lawWhere(true), asked('MY', ...everything));
    expect(idsOf(malaysia, 'rights')).not.toContain('duty.no-refoulement');
    expect(idsOf(malaysia, 'rights')).not.toContain('duty.reflection');
    for (const topic of malaysia)
      for (const { strength, bound } of topic.rights) {
        expect(strength).toBe('shall');
        expect(bound?.verdict).toBe('yes');
      }
  });

  test('never shrinks when more is ticked', () => {
    const ids = SITUATIONS.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.constantFrom('FR', 'GB', 'MY', 'TH', 'NG'),
        fc.subarray(ids),
        fc.constantFrom(...ids),
        (state, some, one) => {
          const owed = (ticked: string[]) => idsOf(rightsHere(law, asked(state, ...ticked)), 'unchecked');
          expect(owed([...some, one])).toEqual(expect.arrayContaining(owed(some)));
        },
      ),
      { seed: 5, numRuns: 40 },
    );
  });
});

describe('the page', () => {
  const form = (fields: [string, string][]) => new URLSearchParams(fields);
  const france = form([
    ['where', 'FR'],
    ['is', GROUNDS],
    ['is', ASYLUM],
  ]);

  test.each(LANGUAGES)(
    'states nothing as a right in %s that nobody has checked, and says whom to ask',
    async (language) => {
      const html = await (await serveGuide({ isDemo: false }).post(`/${language}/i/2`, france)).text();
      expect(html).toContain('Nobody has checked this for this country');
      expect(html.match(/Ask a lawyer: we could not check this/g)).toHaveLength(TOPICS.length);
      expect(html).not.toMatch(/href="\/[a-z]+\/law\/[^"]+"/);
      expect(html).toContain('Say that you are afraid to go back.');
      expect(html).toContain('Nobody who works with survivors has checked this advice.');
    },
  );

  test('shows in a demo what the law here says, with each article behind it, marked as unchecked', async () => {
    const html = await (await serveGuide({ isDemo: true }).post('/en/i/2', france)).text();
    expect(html).toContain('Anti-Trafficking Convention');
    expect(html).toMatch(/href="\/en\/law\/[^"]+"/);
    expect(html).toContain('unchecked');
  });

  test.each(LANGUAGES)(
    'in %s has the English beside every sentence that safety hangs on',
    async (language) => {
      const html = await (await serveGuide({ isDemo: true }).post(`/${language}/i/2`, france)).text();
      expect(html).toContain('gives a safe place to stay');
    },
  );

  test.each(LANGUAGES)(
    'in %s is as long for one country and situation as for any other',
    async (language) => {
      const site = serveGuide({ isDemo: false });
      const everything = SITUATIONS.map(({ code }): [string, string] => ['is', code]);
      const lengths = new Set<number>();
      for (const state of ['FR', 'GB', 'CF', 'TD', 'VA'])
        for (const ticked of [[], everything]) {
          const answer = await site.post(`/${language}/i/2`, form([['where', state], ...ticked]));
          expect(answer.status).toBe(200);
          lengths.add((await answer.arrayBuffer()).byteLength);
        }
      expect([...lengths]).toEqual([RIGHTS_BYTES]);
    },
  );

  test('asks nobody about themselves where nothing is checked, since it would change nothing', async () => {
    const ticks = async (isDemo: boolean) =>
      (await (await serveGuide({ isDemo }).get('/en/i/2')).text()).match(/type="checkbox"/g)?.length ?? 0;
    expect(await ticks(true)).toBe(SITUATIONS.length);
    const isAnyChecked = Object.values(law.instruments).some(({ articles }) =>
      articles.some((article) => article.status === 'checked'),
    );
    expect(await ticks(false)).toBe(isAnyChecked ? SITUATIONS.length : 0);
  });

  test('without a country asks for it and keeps what was ticked', async () => {
    const answer = await serveGuide({ isDemo: true }).post('/en/i/2', form([['is', CHILD]]));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(new RegExp(`value="${CHILD}"[^>]*checked`));
  });

  test.each(['XX', '<script>', 'x'.repeat(500), '__proto__', 'fr'])(
    'takes %s for no country',
    async (state) => {
      const answer = await serveGuide({ isDemo: false }).post(
        '/en/i/2',
        form([
          ['where', state],
          ['is', 'constructor'],
        ]),
      );
      expect(answer.status).toBe(422);
    },
  );
});
