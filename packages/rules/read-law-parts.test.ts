import { describe, expect, test } from 'vitest';
import { checkTests } from './index.ts';
import { DUTY, duty, GOOD, getClub, INSTRUMENT, problemsOf, rule } from './testing.ts';

describe('a duty', () => {
  test('is as strong as a paragraph that it cites', () => {
    const strengthened = (strength: string, said: string) => {
      const other = INSTRUMENT.replace('id: club', 'id: other').replace(
        '> Another.',
        `\`\`\`article\nanchor: 1.a\nstrength: ${said}\n\`\`\`\n\n> Another.`,
      );
      return problemsOf(duty(DUTY.replace('club#1.a', 'other#1.a').replace('shall', strength)), [
        { path: 'other.md', text: other },
      ]);
    };
    expect(strengthened('shall', 'shall').codes).toEqual([]);
    const found = strengthened('shall', 'may');
    expect(found.codes).toEqual(['wrong-strength']);
    expect(found.words).toContain('“r” says shall, but other#1.a says may');
    // That a power must exist is more than that it may be used, and less than that it must be.
    expect(strengthened('shall-enable', 'shall-enable').codes).toEqual([]);
    expect(strengthened('may', 'shall-enable').codes).toEqual(['wrong-strength']);
    expect(strengthened('shall', 'shall-enable').codes).toEqual(['wrong-strength']);
  });

  test('is part of the law and of its hash', () => {
    const law = getClub(duty(DUTY));
    expect(law.duties.r).toMatchObject({ bearer: 'B', strength: 'shall', limb: { kind: 'fact', fact: 'a' } });
    expect(getClub(duty(DUTY.replace('act: A', 'act: X'))).hash).not.toBe(law.hash);
  });

  test('can be expected by a test of the law', () => {
    const expecting = (verdict: string) =>
      `${duty(DUTY)}\`\`\`test\ntitle: T\ngiven: {a: yes}\nexpect: {r: ${verdict}}\n\`\`\``;
    expect(checkTests(getClub(expecting('yes')))).toEqual([]);
    expect(checkTests(getClub(expecting('no'))).map(({ code }) => code)).toEqual(['test-failed']);
  });
});

describe('a fact that a rule must never read', () => {
  const top = rule(
    'id: top\nlabel: Top\ncite: club#1.a\nall: [a, middle]\nnever_reads: [{fact: secret, cite: club#1.b}]',
  );
  const middle = (rest: string) => rule(`id: middle\nlabel: Middle\ncite: club#1.a\n${rest}`);
  const low = (rest: string) => rule(`id: low\nlabel: Low\ncite: club#1.a\n${rest}`);

  test('is proved not to be read', () => {
    expect(problemsOf(top + middle('is: low') + low('any: [b, c]')).codes).toEqual([]);
  });

  test('is found two rules down', () => {
    const found = problemsOf(top + middle('is: low') + low('any: [b, {not: secret}]'));
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → secret');
  });

  test('is found in what a presumption rests on', () => {
    const found = problemsOf(
      top + middle('is: low') + low('is: b\npresume: {value: yes, when: {any: [c, secret]}, cite: club#1.b}'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → its presumption → secret');
  });

  test('is found in an exception', () => {
    const found = problemsOf(
      top + middle('is: low') + low('is: b\nunless: [{is: secret, cite: club#1.b, burden: state}]'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → its exception → secret');
  });

  test('is found in the day that a deadline counts from', () => {
    const by = '\nby: {days: 3, kind: calendar, from: day}\nnever_reads: [{fact: day, cite: club#1.b}]';
    const found = problemsOf(duty(DUTY + by));
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('r → its deadline → day');
    expect(problemsOf(duty(DUTY + by.replace('{fact: day', '{fact: c'))).codes).toEqual([]);
  });

  test('is found behind a rule that a presumption rests on', () => {
    const found = problemsOf(
      top + middle('is: b\npresume: {value: yes, when: low, cite: club#1.b}') + low('is: secret'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
  });
});

describe('words of another language', () => {
  const facts = ['a', 'b', 'c', 'd', 'secret', 'years', 'day'].map(
    (id) => `  ${id}: {label: x, question: x, why: x, status: draft}`,
  );
  const words = (rules: string) => [
    {
      path: 'fr.yaml',
      text: `language: fr\nfacts:\n${facts.join('\n')}\nrules:\n${rules}\ninstruments:\n  club: {short: x, status: draft, articles: {'1': x, '1.a': x, '1.b': x}}\n`,
    },
  ];

  test('are whole or refused', () => {
    expect(problemsOf(GOOD, words('  top: {label: x, status: draft}')).codes).toEqual([]);
    const missing = problemsOf(GOOD, words('  tip: {label: x, status: draft}'));
    expect(missing.codes).toEqual(['missing-words', 'unknown-words']);
    expect(missing.words).toContain('“top” has no words in “fr”');
    expect(missing.words).toContain('Did you mean “top”?');
  });

  test('say what a duty is, and its time where that is in words', () => {
    const said = (duties: string) =>
      problemsOf(
        duty(`${DUTY}\nby: {at: at once}`),
        words(`  {}\nduties:\n${duties}`.replace('  {}\n', '')).map((file) => ({
          ...file,
          text: file.text.replace('rules:\n', 'rules: {}\n'),
        })),
      ).codes;
    expect(said('  r: {label: x, bearer: x, act: x, breach: x, at: x, status: draft}')).toEqual([]);
    expect(said('  r: {label: x, bearer: x, act: x, breach: x, status: draft}')).toEqual(['missing-words']);
    expect(said('  {}')).toEqual(['missing-words']);
  });

  test('are checked only with a name and a day', () => {
    const found = problemsOf(GOOD, words('  top: {label: x, status: checked}'));
    expect(found.words).toContain('not by whom and when');
  });
});
