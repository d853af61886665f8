import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Answers, assess, citationsIn, type Law, verdictsOf } from './index.ts';
import { getClub, rule } from './testing.ts';

/** A rule as the test thinks of it, written as YAML for the engine and evaluated here in plain booleans. */
type Spec =
  | { is: string }
  | { not: Spec }
  | { all: Spec[] }
  | { any: Spec[] }
  | { at_least: number; of: Spec[] };

const FACT_IDS = ['a', 'b', 'c', 'd'];
const COMPARISONS = ['years < 18', 'years <= 17', 'years > 20', 'years >= 21'];

const anySpec = fc.letrec<{ spec: Spec }>((tie) => {
  const specs = fc.array(tie('spec'), { minLength: 1, maxLength: 3 });
  return {
    spec: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...FACT_IDS, ...COMPARISONS, 'base').map((is) => ({ is })),
      specs.map((all) => ({ all })),
      specs.map((any) => ({ any })),
      tie('spec').map((not) => ({ not })),
      specs.chain((of) => fc.integer({ min: 1, max: of.length }).map((count) => ({ at_least: count, of }))),
    ),
  };
}).spec;

const anyReason = fc.constantFrom<Answer>('not_asked', 'not_known', 'withheld', 'not_recorded');
const anyYesNo = fc.oneof(fc.constantFrom<Answer>('yes', 'no'), anyReason);
const anyAnswers: fc.Arbitrary<Answers> = fc.record({
  a: anyYesNo,
  b: anyYesNo,
  c: anyYesNo,
  d: anyYesNo,
  years: fc.oneof(fc.constantFrom<Answer>(0, 17, 18, 20, 21), anyReason),
});

/** A law of two rules: `base`, and `top`, which may rest on it. `base` carries a presumption and `top` an exception. */
function lawOf(top: Spec, base: Spec, unless = '[{is: base, cite: club#1.b, burden: state}]'): Law {
  // JSON is YAML, and numbers and words are read alike.
  const withoutBase = JSON.stringify(base).replaceAll('"base"', '"d"');
  const body = (spec: string) => spec.slice(1, -1);
  return getClub(
    rule(
      `{id: base, label: Base, cite: club#1.a, ${body(withoutBase)}, presume: {value: yes, when: a, reasons: [not_known, withheld], cite: club#1.b}}`,
    ) + rule(`{id: top, label: Top, cite: club#1.b, ${body(JSON.stringify(top))}, unless: ${unless}}`),
  );
}

function holds(spec: Spec, known: Record<string, boolean | number>, base: boolean): boolean {
  const part = (inner: Spec) => holds(inner, known, base);
  if ('not' in spec) return !part(spec.not);
  if ('all' in spec) return spec.all.every(part);
  if ('any' in spec) return spec.any.some(part);
  if ('of' in spec) return spec.of.filter(part).length >= spec.at_least;
  if (spec.is === 'base') return base;
  const years = Number(known.years);
  const byName: Record<string, boolean> = {
    'years < 18': years < 18,
    'years <= 17': years < 18,
    'years > 20': years > 20,
    'years >= 21': years > 20,
  };
  return byName[spec.is] ?? known[spec.is] === true;
}

/** Every way in which the open answers could turn out. */
function completions(answers: Answers): Record<string, boolean | number>[] {
  return [...FACT_IDS, 'years'].reduce<Record<string, boolean | number>[]>(
    (sofar, id) => {
      const answer = answers[id];
      const settled =
        answer === 'yes'
          ? [true]
          : answer === 'no'
            ? [false]
            : typeof answer === 'number'
              ? [answer]
              : undefined;
      const values = settled ?? (id === 'years' ? [10, 19, 30] : [true, false]);
      return sofar.flatMap((known) => values.map((value) => ({ ...known, [id]: value })));
    },
    [{}],
  );
}

const withoutBase = (spec: Spec): Spec => JSON.parse(JSON.stringify(spec).replaceAll('"base"', '"d"'));

describe('an assessment', () => {
  test('never says yes or no where some way of settling the unknowns says otherwise', () => {
    fc.assert(
      fc.property(anySpec, anySpec, anyAnswers, (top, base, answers) => {
        const found = assess(lawOf(top, base), { facts: answers }).rules.top?.strict;
        const outcomes = new Set(
          completions(answers).map((known) => {
            const isBase = holds(withoutBase(base), known, false);
            return holds(top, known, isBase) && !isBase;
          }),
        );
        if (found === 'yes') expect([...outcomes]).toEqual([true]);
        if (found === 'no') expect([...outcomes]).toEqual([false]);
        if (completions(answers).length === 1) expect(found).toBe(outcomes.has(true) ? 'yes' : 'no');
      }),
      { seed: 20_261_121, numRuns: 400 },
    );
  });

  test('keeps a yes or a no on the facts alone, whatever is answered later', () => {
    fc.assert(
      fc.property(anySpec, anySpec, anyAnswers, (top, base, answers) => {
        const law = lawOf(top, base);
        const before = assess(law, { facts: answers }).rules.top?.strict;
        if (before === 'unknown') return;
        for (const known of completions(answers)) {
          const facts = Object.fromEntries(
            Object.entries(known).map(
              ([id, value]) => [id, typeof value === 'number' ? value : value ? 'yes' : 'no'] as const,
            ),
          );
          expect(assess(law, { facts }).rules.top?.strict).toBe(before);
        }
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });

  test('lets a presumption speak only where the facts are silent', () => {
    fc.assert(
      fc.property(anySpec, anySpec, anyAnswers, (top, base, answers) => {
        const law = lawOf(top, base);
        for (const { id, strict, burden, tree } of Object.values(assess(law, { facts: answers }).rules)) {
          if (strict !== 'unknown') expect(burden).toBe(strict);
          expect(verdictsOf(law, id, { facts: answers })).toEqual({ strict, burden });
          if (tree.presumption?.used) expect(tree.children[0]?.burden).toBe('unknown');
        }
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test('lets an exception that the State has to show count only once it is shown, and every other at once', () => {
    const withoutD = (spec: Spec): Spec => JSON.parse(JSON.stringify(spec).replaceAll('"d"', '"a"'));
    const unless = '[{is: secret, cite: club#1.b, burden: state}, {is: d, cite: club#1.b, burden: person}]';
    fc.assert(
      fc.property(anySpec, anyAnswers, anyYesNo, (spec, answers, secret) => {
        const law = lawOf(withoutD(withoutBase(spec)), { is: 'b' }, unless);
        const facts = { ...answers, secret };
        const now = verdictsOf(law, 'top', { facts });
        const isShown = secret === 'yes' || secret === 'no';
        const shownNot = verdictsOf(law, 'top', { facts: { ...facts, secret: isShown ? secret : 'no' } });
        expect(now.burden).toBe(shownNot.strict);
        if (!isShown && now.strict !== 'no') expect(now.strict).toBe('unknown');
        if (secret === 'yes' || answers.d === 'yes') expect(now).toEqual({ strict: 'no', burden: 'no' });
        if (answers.d !== 'yes' && answers.d !== 'no') expect(now.burden).not.toBe('yes');
      }),
      { seed: 20_261_121, numRuns: 400 },
    );
  });

  test('shows each exception as reached, not reached, closed by burden or open, with its source', () => {
    const one = (is: string, burden = '') => `{is: ${is}, cite: club#1.b${burden}}`;
    const law = getClub(
      rule(
        `{id: top, label: Top, cite: club#1.a, is: a, unless: [${one('b')}, ${one('c')}, ${one('d', ', burden: state')}, ${one('secret', ', burden: person')}]}`,
      ),
    );
    const { tree } = assess(law, { facts: { a: 'yes', b: 'yes', c: 'no' } }).rules.top ?? {};
    expect(tree?.exceptions?.map(({ state, node }) => [node.fact?.id, state])).toEqual([
      ['b', 'reached'],
      ['c', 'not-reached'],
      ['d', 'closed'],
      ['secret', 'open'],
    ]);
    expect(tree && citationsIn(tree).map(({ ref }) => ref)).toEqual(['club#1.a', 'club#1.b']);
  });

  test('presumes what makes a rule hold, never that nothing defeats it', () => {
    const law = getClub(
      rule(
        '{id: top, label: Top, cite: club#1.a, is: a, presume: {value: yes, when: b, cite: club#1.b}, unless: [{is: c, cite: club#1.b}]}',
      ),
    );
    expect(verdictsOf(law, 'top', { facts: { b: 'yes' } }).burden).toBe('unknown');
    expect(verdictsOf(law, 'top', { facts: { b: 'yes', c: 'no' } })).toEqual({
      strict: 'unknown',
      burden: 'yes',
    });
    expect(verdictsOf(law, 'top', { facts: { b: 'yes', c: 'yes' } })).toEqual({ strict: 'no', burden: 'no' });
  });

  test('lets a presumption wait for an exception below it that is open, not for one that the State has to show', () => {
    const lawWith = (burden: string) =>
      getClub(
        rule(
          '{id: top, label: Top, cite: club#1.a, all: [low, b], presume: {value: yes, when: a, reasons: withheld, cite: club#1.b}}',
        ) + rule(`{id: low, label: Low, cite: club#1.a, is: c, unless: [{is: d, cite: club#1.b${burden}}]}`),
      );
    const facts: Answers = { a: 'yes', b: 'withheld', c: 'yes' };
    expect(verdictsOf(lawWith(''), 'top', { facts }).burden).toBe('unknown');
    expect(verdictsOf(lawWith(', burden: state'), 'top', { facts }).burden).toBe('yes');
    expect(verdictsOf(lawWith(''), 'top', { facts: { ...facts, d: 'withheld' } }).burden).toBe('yes');
  });

  test('lets a presumption wait while a fact that keeps the rule open is unknown for another reason', () => {
    const law = getClub(
      rule(
        '{id: top, label: Top, cite: club#1.a, any: [b, low], presume: {value: yes, when: a, reasons: [not_known, withheld], cite: club#1.b}}',
      ) + rule('{id: low, label: Low, cite: club#1.a, all: [c, d]}'),
    );
    const burden = (facts: Answers) => {
      const verdicts = assess(law, { facts: { a: 'yes', ...facts } }).rules.top;
      expect(verdictsOf(law, 'top', { facts: { a: 'yes', ...facts } }).burden).toBe(verdicts?.burden);
      return verdicts?.burden;
    };
    expect(burden({ b: 'withheld', c: 'not_known', d: 'withheld' })).toBe('yes');
    expect(burden({ b: 'withheld', c: 'not_known', d: 'not_asked' })).toBe('unknown');
    expect(burden({ b: 'withheld', c: 'not_recorded', d: 'withheld' })).toBe('unknown');
    // What is settled keeps nothing open, so its reasons do not count.
    expect(burden({ b: 'withheld', c: 'no', d: 'not_asked' })).toBe('yes');
  });

  test('reads answers it was given, and nothing that hangs on the prototype of an object', () => {
    const law = getClub(rule('{id: top, label: Top, cite: club#1.a, is: a}'));
    const hostile = Object.create({ a: 'yes' }) as Answers;
    expect(assess(law, { facts: hostile }).rules.top?.strict).toBe('unknown');
    expect(assess(law, { facts: {} }).rules.constructor).toBeUndefined();
  });

  test('keeps the reason of each unknown in its tree, and shows every source with what is known about it', () => {
    const law = getClub(rule('{id: top, label: Top, cite: club#1.a, any: [{is: a, cite: club#1.b}, b]}'));
    const { tree } = assess(law, { facts: { a: 'withheld' } }).rules.top ?? {};
    const answers = tree?.children[0]?.children.map(({ fact }) => fact);
    expect(answers).toEqual([
      { id: 'a', answer: 'withheld' },
      { id: 'b', answer: 'not_asked' },
    ]);
    expect(tree && citationsIn(tree).map(({ ref, status }) => [ref, status])).toEqual([
      ['club#1.a', 'unverified'],
      ['club#1.b', 'unverified'],
    ]);
  });
});
