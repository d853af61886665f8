import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadIndicators, loadLaw } from '../../law/index.ts';
import { LANGUAGES } from '../../web/index.ts';
import { serveGuide } from '../testing/site.ts';
import { mayBe } from './names.ts';
import { SELF_CHECK_BYTES } from './self-check-pages.tsx';
import { NOTHING_SAID, SAID, SIGNS } from './signs.ts';
import { FIELDS, GO, stepAfter, writeAt } from './steps.ts';

const law = loadLaw();
const ON = '2026-03-16';
const site = serveGuide({ isDemo: false });

const answers = fc
  .array(fc.constantFrom(...Object.values(SAID)), { minLength: SIGNS.length, maxLength: SIGNS.length })
  .map((list) => list.join(''));

/** The answers where the named signs were seen, and nothing else was said. */
function seen(...ids: string[]): string {
  return SIGNS.map(({ id }) => (ids.includes(id) ? SAID.yes : SAID['not-asked'])).join('');
}

const form = (said: string, at: number, answer: string) =>
  new URLSearchParams({ [FIELDS.said]: said, [FIELDS.at]: writeAt(at), [FIELDS.answer]: answer });

describe('the questions', () => {
  test('rest on facts of the law and on indicators of its library', () => {
    const codes = Object.keys(loadIndicators().indicators);
    for (const { fact, indicator } of SIGNS) {
      expect(fact ?? indicator).toBeDefined();
      if (fact) expect(Object.keys(law.facts)).toContain(fact);
      if (indicator) expect(codes).toContain(indicator);
    }
  });

  test('are all asked, in one order, whatever is answered', () => {
    fc.assert(
      fc.property(answers, (wanted) => {
        let said = NOTHING_SAID;
        for (const [at, answer] of [...wanted].entries()) {
          const step = stepAfter(form(said, at, answer));
          said = step.said;
          if (at + 1 < SIGNS.length) expect(step).toMatchObject({ kind: 'question', at: at + 1 });
          else expect(step).toEqual({ kind: 'result', said: wanted });
        }
      }),
      { seed: 7 },
    );
  });

  test('can be gone back over, and stopped at any time, and lose nothing', () => {
    const said = seen('promise', 'papers');
    expect(stepAfter(form(said, 5, GO.back))).toEqual({ kind: 'question', said, at: 4 });
    expect(stepAfter(form(said, 0, GO.back))).toEqual({ kind: 'question', said, at: 0 });
    expect(stepAfter(form(said, 5, GO.show))).toEqual({ kind: 'result', said });
  });

  test.each([
    ['nothing', ''],
    ['another letter', 'a=zzzzzzzzzzzzzzz&at=03&say=y'],
    ['too few answers', 'a=yy&at=03&say=y'],
    ['a place that is not there', `a=${NOTHING_SAID}&at=99&say=y`],
    ['an answer that is none', `a=${NOTHING_SAID}&at=03&say=maybe`],
    ['a page of text', `a=${'y'.repeat(4_000)}&at=03&say=${'y'.repeat(4_000)}`],
  ])('take %s for nothing said, and still show a page', async (_, sent) => {
    const answer = await site.post('/en/i/1', new URLSearchParams(sent));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/name="a" value="[-y]{15}"/);
  });
});

describe('what it may be', () => {
  test('is trafficking where an act, a means and a purpose were told, and whoever agreed is not asked', () => {
    const found = mayBe(law, seen('journey', 'threat', 'work'), ON);
    expect(found).toContainEqual(
      expect.objectContaining({
        how: 'fits',
        name: expect.objectContaining({ rule: 'trafficking.victim' }),
      }),
    );
    expect(SIGNS.some(({ fact }) => fact === 'consent')).toBe(false);
  });

  test('is trafficking for a child without any means', () => {
    const found = mayBe(law, seen('journey', 'work', 'young'), ON);
    expect(found.map(({ name, how }) => [name.rule, how])).toContainEqual(['trafficking.victim', 'fits']);
  });

  test('is only close where a part is open', () => {
    const found = mayBe(law, seen('journey', 'threat'), ON);
    expect(found.map(({ name, how }) => [name.rule, how])).toEqual([['trafficking.victim', 'close']]);
  });

  test('keeps every word when more signs are told', () => {
    fc.assert(
      fc.property(answers, fc.nat(SIGNS.length - 1), (said, at) => {
        const more = said.slice(0, at) + SAID.yes + said.slice(at + 1);
        if (said[at] !== SAID['not-asked']) return;
        const words = (one: string) => mayBe(law, one, ON).map(({ name }) => name.rule);
        expect(words(more)).toEqual(expect.arrayContaining(words(said)));
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  test.each(LANGUAGES)(
    'in %s is never a no, a score or a finding, and ends in what can be done',
    async (language) => {
      for (const said of [NOTHING_SAID, SAID.no.repeat(SIGNS.length), SAID.yes.repeat(SIGNS.length)]) {
        const html = await (await site.post(`/${language}/i/1`, form(said, 3, GO.show))).text();
        expect(html).toContain('This is not a decision');
        expect(html).toContain('If you are in danger now');
        expect(html).not.toMatch(/\d+ ?%|score/);
      }
    },
  );
});

describe('whoever watches the line', () => {
  test.each(LANGUAGES)(
    'sees pages of one length in %s, whatever was answered, and none compressed',
    async (language) => {
      const lengths = new Set<number>();
      const steps = [
        ...SIGNS.flatMap((_, at) => Object.values(SAID).map((answer) => form(NOTHING_SAID, at, answer))),
        form(SAID.yes.repeat(SIGNS.length), 3, GO.show),
        form(SAID.no.repeat(SIGNS.length), 3, GO.show),
        form(seen('debt', 'marriage'), 14, GO.back),
      ];
      for (const sent of steps) {
        const answer = await site.post(`/${language}/i/1`, sent, { 'Accept-Encoding': 'br, gzip' });
        expect(answer.headers.get('Content-Encoding')).toBeNull();
        lengths.add((await answer.arrayBuffer()).byteLength);
      }
      lengths.add((await (await site.get(`/${language}/i/1`)).arrayBuffer()).byteLength);
      expect([...lengths]).toEqual([SELF_CHECK_BYTES]);
    },
  );

  test('sees forms of one length', async () => {
    const lengths = new Set<number>();
    fc.assert(
      fc.property(
        answers,
        fc.nat(SIGNS.length - 1),
        fc.constantFrom(...Object.values(SAID), ...Object.values(GO)),
        (said, at, answer) => {
          lengths.add(form(said, at, answer).toString().length);
        },
      ),
      { seed: 3 },
    );
    expect(lengths.size).toBe(1);
  });
});
