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
const asked = (state: string, ...ticked: string[]) => ({ state, on: ON, facts: factsOf(ticked) }) as const;
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

  test('is nothing that does not bind the State, and nothing that is only recommended or considered', () => {
    const everything = SITUATIONS.map(({ id }) => id);
    const malaysia = rightsHere(lawWhere(true), asked('MY', ...everything));
    expect(idsOf(malaysia, 'rights')).not.toContain('duty.no-refoulement');
    expect(idsOf(malaysia, 'rights')).not.toContain('duty.reflection');
    for (const topic of malaysia)
      for (const { strength, bound } of topic.rights) {
        expect(strength).toMatch(/^shall(-where-appropriate)?$/);
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
    ['is', 'grounds'],
    ['is', 'asylum'],
  ]);

  test.each(LANGUAGES)(
    'states nothing as a right in %s that nobody has checked, and says whom to ask',
    async (language) => {
      const html = await (await serveGuide({ isDemo: false }).post(`/${language}/i/2`, france)).text();
      expect(html).toContain('Nobody has checked this for this country');
      expect(html.match(/Ask a lawyer: we could not check this/g)).toHaveLength(TOPICS.length);
      expect(html).not.toMatch(/href="\/[a-z]+\/law\/[^"]+"/);
      expect(html).toContain('Say to every officer that you are afraid to go back');
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
      const everything = SITUATIONS.map(({ id }): [string, string] => ['is', id]);
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

  test('without a country asks for it and keeps what was ticked', async () => {
    const answer = await serveGuide({ isDemo: false }).post('/en/i/2', form([['is', 'child']]));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/value="child"[^>]*checked/);
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
