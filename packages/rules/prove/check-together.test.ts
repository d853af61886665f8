import { describe, expect, test } from 'vitest';
import { rule } from '../testing.ts';
import { AGE, factsFile, plain, problemsOf, refusedFor, together, variant } from './testing.ts';

describe('rules of which so many must hold', () => {
  const facts = factsFile('big', AGE);
  const three = (old: string) =>
    rule('{id: young, label: L, cite: club#1.a, is: age < 18}') +
    rule('{id: middle, label: L, cite: club#1.a, all: [age >= 18, age < 60]}') +
    rule(`{id: old, label: L, cite: club#1.a, is: ${old}}`) +
    plain('used', 'big');
  const one = (need: string, more = '') =>
    together(`{id: ages, label: L, need: ${need}, of: [young, middle, old]${more}}`);

  test('must leave no gap', () => {
    const said = refusedFor('gap', {
      sound: { facts, law: three('age >= 60') + one('exactly-one') },
      broken: { facts, law: three('age >= 61') + one('exactly-one') },
    });
    expect(said).toContain('with {age: 60} none does');
  });

  test('must not overlap', () => {
    const said = refusedFor('overlap', {
      sound: { facts, law: three('age > 59') + one('exactly-one') },
      broken: { facts, law: three('age > 58') + one('exactly-one') },
    });
    expect(said).toContain('with {age: 59} two do');
  });

  test('may leave a gap or overlap where that is not claimed', () => {
    expect(problemsOf({ facts, law: three('age >= 61') + one('at-most-one') })).toEqual([]);
    expect(problemsOf({ facts, law: three('age > 58') + one('at-least-one') })).toEqual([]);
    expect(
      problemsOf({ facts, law: three('age >= 61') + one('at-least-one') }).map(({ code }) => code),
    ).toEqual(['gap']);
    expect(
      problemsOf({ facts, law: three('age > 58') + one('at-most-one') }).map(({ code }) => code),
    ).toEqual(['overlap']);
  });

  test('are not held to answers that contradict one another', () => {
    const never = `${AGE}contradictions:\n  - {when: {all: [age > 59, age < 61]}, why: Nobody is.}\n`;
    const law = three('age >= 61') + one('exactly-one');
    expect(problemsOf({ facts: factsFile('big', never), law })).toEqual([]);
  });

  test('are looked at only where their condition holds', () => {
    const gap = three('age >= 61') + one('exactly-one', ', when: settled');
    const settled = (limb: string) => rule(`{id: settled, label: L, cite: club#1.a, ${limb}}`);
    expect(problemsOf({ facts, law: gap + settled('any: [age < 60, age > 60]') })).toEqual([]);
    expect(problemsOf({ facts, law: gap + settled('any: [big, age < 50]') }).map(({ code }) => code)).toEqual(
      ['gap'],
    );
  });

  test('must hold as each State reads them, once a State does', () => {
    const national =
      rule('{id: low, label: L, cite: club#1.a, is: age < 18}') +
      rule('{id: high, label: L, cite: club#1.a, is: age >= 18}') +
      rule('{id: high.national, label: L, cite: club#1.a, national: high}') +
      plain('used', 'big') +
      together('{id: ages, label: L, need: exactly-one, of: [low, high.national]}');
    const read = (is: string) =>
      variant(`{rule: high.national, state: NO, from: 2010-01-01, cite: club#1.a, is: ${is}}`);
    const said = refusedFor('gap', {
      sound: { facts, law: national + read('high') },
      broken: { facts, law: national + read('age >= 21') },
    });
    expect(said).toContain(
      'In NO from 2010-01-01: “ages” says that one of “low”, “high.national” holds, yet with {age: 18}',
    );
  });

  test('must hold from the day after the last of a reading, too, while another still stands', () => {
    const law =
      plain('low', 'a') +
      rule('{id: high, label: L, cite: club#1.a, not: {any: [a]}}') +
      together('{id: both, label: L, need: at-least-one, of: [low, high]}') +
      variant('{rule: high, state: NO, from: 2010-01-01, cite: club#1.a, not: {any: [b]}}');
    const low = (to: string) =>
      variant(`{rule: low, state: NO, from: 2010-01-01, ${to}cite: club#1.a, is: b}`);
    const said = refusedFor('gap', {
      sound: { facts: factsFile('a b'), law: law + low('') },
      broken: { facts: factsFile('a b'), law: law + low('to: 2015-12-31, ') },
    });
    expect(said).toContain('In NO from 2016-01-01');
  });
});
