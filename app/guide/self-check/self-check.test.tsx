import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadIndicators, loadLaw } from '../../law/index.ts';
import { LANGUAGES } from '../../web/index.ts';
import { serveGuide } from '../testing/site.ts';
import { mayBe } from './names.ts';
import { SELF_CHECK_BYTES } from './self-check-pages.tsx';
import { OFFERED, selfCheckSeal } from './self-check-seal.ts';
import { NOTHING_SAID, SAID, SIGNS } from './signs.ts';
import { codeOf, FIELDS, GO, stepAfter, writeAt } from './steps.ts';

const law = loadLaw();
const ON = '2026-03-16';
const site = serveGuide({ isDemo: false });

const answers = fc
  .array(fc.constantFrom(...Object.values(SAID)), { minLength: SIGNS.length, maxLength: SIGNS.length })
  .map((list) => list.join(''));

const given = fc
  .array(fc.constantFrom(...OFFERED), { minLength: SIGNS.length, maxLength: SIGNS.length })
  .map((list) => list.join(''));

/** The answers where the named signs were seen, and nothing else was said. */
function seen(...ids: string[]): string {
  return SIGNS.map(({ id }) => (ids.includes(id) ? SAID.yes : SAID['not-asked'])).join('');
}

const at = (time: string) => () => new Date(`2026-03-16T${time}Z`);
const sealAt = (time: string) =>
  selfCheckSeal({ key: new Uint8Array(32), random: randomBytes, now: at(time) });
const seal = sealAt('10:00:00');

/** What a page sends on which a digit stands for each answer. */
function form(said: string, at: number, answer: string): URLSearchParams {
  const codes = seal.drawCodes();
  return new URLSearchParams({
    [FIELDS.carried]: seal.close({ said, codes }),
    [FIELDS.at]: writeAt(at),
    [FIELDS.answer]: OFFERED.includes(answer) ? codeOf(answer, codes) : answer,
  });
}

const strange = selfCheckSeal({ key: randomBytes(32), random: randomBytes, now: at('10:00:00') }).close({
  said: NOTHING_SAID,
  codes: OFFERED,
});

const stepFor = (sent: URLSearchParams) => stepAfter(sent, seal);

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
      fc.property(given, (wanted) => {
        let said = NOTHING_SAID;
        for (const [at, answer] of [...wanted].entries()) {
          const step = stepFor(form(said, at, answer));
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
    expect(stepFor(form(said, 5, GO.back))).toEqual({ kind: 'question', said, at: 4 });
    expect(stepFor(form(said, 0, GO.back))).toEqual({ kind: 'question', said, at: 0 });
    expect(stepFor(form(said, 5, GO.show))).toEqual({ kind: 'result', said });
    expect(stepFor(form(said, 14, GO.again))).toEqual({ kind: 'question', said, at: 0 });
  });

  test.each([
    ['nothing', ''],
    ['answers that nobody sealed', 'a=yyyyyyyyyyyyyyy&at=03&say=1'],
    ['a box of another node', `a=${strange}&at=03&say=1`],
    ['a place that is not there', `${form(NOTHING_SAID, 0, 'b')}&at=99&say=1`],
    ['an answer that is none', form(NOTHING_SAID, 3, 'maybe').toString()],
    ['a page of text', `a=${'y'.repeat(4_000)}&at=03&say=${'y'.repeat(4_000)}`],
  ])('take %s for nothing said, and still show a page', async (_, sent) => {
    const answer = await site.post('/en/i/1', new URLSearchParams(sent));
    expect(answer.status).toBe(200);
    const html = await answer.text();
    const box = /name="a" value="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(seal.open(box)?.said).toBe(NOTHING_SAID);
    expect(html.includes('could not be opened')).toBe(
      sent.startsWith('a=y') || sent.includes(`a=${strange}`),
    );
  });
});

describe('a device', () => {
  test('that goes back to a page after twenty minutes is shown no answer, nor one from the time to come', () => {
    const box = seal.close({ said: SAID.yes.repeat(SIGNS.length), codes: OFFERED });
    expect(sealAt('10:20:00').open(box)).toBeDefined();
    expect(sealAt('10:20:01').open(box)).toBeUndefined();
    expect(sealAt('09:59:59').open(box)).toBeUndefined();
  });

  test('that wrote down every form tells no answer: a sealed box, and a digit that means another on each page', async () => {
    const digits = new Set<string>();
    for (let page = 0; page < 40; page++) {
      const html = await (await site.post('/en/i/1', form(SAID.yes.repeat(SIGNS.length), 2, GO.back))).text();
      expect(html).not.toContain('yyyyy');
      digits.add(/value="(\d)"[^>]*><span class="k yes"/.exec(html)?.[1] ?? '');
    }
    expect([...digits].toSorted()).toEqual(['1', '2', '3', '4']);
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
        ...SIGNS.flatMap((_, at) => OFFERED.map((answer) => form(NOTHING_SAID, at, answer))),
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
        fc.constantFrom(...OFFERED, ...Object.values(GO)),
        (said, at, answer) => {
          lengths.add(form(said, at, answer).toString().length);
        },
      ),
      { seed: 3 },
    );
    expect(lengths.size).toBe(1);
  });
});
