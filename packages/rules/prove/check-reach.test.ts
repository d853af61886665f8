import { describe, expect, test } from 'vitest';
import { overlay, rule } from '../testing.ts';
import { AGE, factsFile, plain, problemsOf, refusedFor } from './testing.ts';

describe('an exception', () => {
  const facts = factsFile('asked', AGE);

  test('that its own conditions shut out is refused', () => {
    const card = (bound: string) =>
      rule(
        `{id: card, label: L, cite: club#1.a, all: [asked, age < 18], unless: [{is: ${bound}, cite: club#1.b}]}`,
      );
    const said = refusedFor('unreachable-exception', {
      sound: { facts, law: card('age < 6') },
      broken: { facts, law: card('age >= 18') },
    });
    expect(said).toContain('The exception “age >= 18” of “card” can never be reached');
  });

  test('may be emptied by a reform that repeals what it rests on', () => {
    const law =
      plain('barred', 'age > 60') +
      plain('card', 'asked', ', unless: [{is: barred, cite: club#1.b}]') +
      overlay('reform.open', '{op: repeal, rule: barred}');
    expect(problemsOf({ facts, law })).toEqual([]);
  });

  test('is looked at under each overlay too', () => {
    const law = plain('card', 'asked', ', unless: [{is: age < 6, cite: club#1.b}]');
    const reform = (member: string) => overlay('reform.club', `{op: add-all, rule: card, member: ${member}}`);
    const said = refusedFor('unreachable-exception', {
      sound: { facts, law: law + reform('age < 18') },
      broken: { facts, law: law + reform('age >= 18') },
    });
    expect(said).toContain('With “reform.club”: The exception “age < 6”');
  });
});

describe('a rule that decides nothing', () => {
  const facts = factsFile('asked paid');
  const card = (limbs: string) => rule(`{id: card, label: L, cite: club#1.a, ${limbs}}`);

  test('because nobody can meet it is refused', () => {
    const said = refusedFor('never-met', {
      sound: { facts, law: card('all: [asked, {not: paid}]') },
      broken: {
        facts,
        law: card('all: [asked, paid, {not: asked}]') + plain('used', 'asked') + plain('too', 'paid'),
      },
    });
    expect(said).toContain('No answers at all meet “card”');
  });

  test('because its exception takes all that it gives is refused', () => {
    refusedFor('never-met', {
      sound: {
        facts,
        law: card('all: [asked, paid], unless: [{is: paid, cite: club#1.b}]').replace(
          'all: [asked, paid]',
          'is: asked',
        ),
      },
      broken: {
        facts,
        law:
          card('all: [asked, paid], unless: [{is: paid, cite: club#1.b}]') +
          plain('used', 'asked') +
          plain('too', 'paid'),
      },
    });
  });

  test('because nobody can fail it is refused', () => {
    const said = refusedFor('always-met', {
      sound: { facts, law: card('any: [asked, {not: paid}]') },
      broken: {
        facts,
        law: card('any: [asked, paid, {not: asked}]') + plain('used', 'asked') + plain('too', 'paid'),
      },
    });
    expect(said).toContain('No answers at all fail the conditions of “card”');
  });

  test('is told once, and not again of what rests on it', () => {
    const law =
      card('all: [asked, {not: asked}]') +
      plain('above', 'card') +
      plain('used', 'paid') +
      plain('too', 'asked');
    expect(problemsOf({ facts, law }).map(({ code, line }) => [code, line])).toEqual([['never-met', 3]]);
  });

  test('may be one whose reading no State has written yet', () => {
    const law =
      plain('card', 'asked') +
      rule('{id: card.national, label: L, cite: club#1.a, national: card}') +
      plain('used', 'paid');
    expect(problemsOf({ facts, law })).toEqual([]);
  });
});
