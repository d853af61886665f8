import { describe, expect, test } from 'vitest';
import { overlay, readProvedClub, rule } from '../testing.ts';
import { factsFile, GUESTS, owed, plain, problemsOf, refusedFor, variant } from './testing.ts';

describe('a fact', () => {
  test('that nothing reads is refused, where it is written', () => {
    const read = readProvedClub(factsFile('asked paid'), plain('card', 'asked'));
    expect(read.ok ? [] : read.problems).toEqual([
      {
        code: 'dead-fact',
        file: 'facts.yaml',
        line: 4,
        message: expect.stringContaining('Nothing in the law reads “paid”'),
      },
    ]);
    expect(problemsOf({ facts: factsFile('asked'), law: plain('card', 'asked') })).toEqual([]);
  });

  test('whose answer changes nothing is refused', () => {
    const said = refusedFor('dead-fact', {
      sound: {
        facts: factsFile('asked paid'),
        law: rule('{id: card, label: L, cite: club#1.a, any: [asked, paid]}'),
      },
      broken: {
        facts: factsFile('asked paid'),
        law: rule('{id: card, label: L, cite: club#1.a, any: [asked, {all: [asked, paid]}]}'),
      },
    });
    expect(said).toContain(
      '“paid” is read, but whichever way it is answered, nothing that the law says changes',
    );
  });

  test('that only settles what is settled either way is refused: not to ask it is kinder', () => {
    refusedFor('dead-fact', {
      sound: {
        facts: factsFile('asked paid'),
        law: rule('{id: card, label: L, cite: club#1.a, all: [asked, paid]}'),
      },
      broken: {
        facts: factsFile('asked paid'),
        law: rule(
          '{id: card, label: L, cite: club#1.a, any: [{all: [asked, paid]}, {all: [asked, {not: paid}]}]}',
        ),
      },
    });
  });

  test.each([
    ['a presumption', plain('card', 'asked', ', presume: {value: yes, when: paid, cite: club#1.b}')],
    ['an exception', plain('card', 'asked', ', unless: [{is: paid, cite: club#1.b}]')],
    ['a ban', plain('card', 'asked', ', never_reads: [{fact: paid, cite: club#1.b}]')],
    [
      'an overlay',
      plain('card', 'asked') + overlay('reform.club', '{op: add-any, rule: card, member: paid}'),
    ],
    [
      'how one State reads a rule',
      plain('card', 'asked') +
        rule('{id: card.national, label: L, cite: club#1.a, national: card}') +
        variant('{rule: card.national, state: NO, from: 2010-01-01, cite: club#1.a, all: [asked, paid]}'),
    ],
  ])('is needed by %s', (_, law) => {
    expect(problemsOf({ facts: factsFile('asked paid'), law })).toEqual([]);
  });

  test('is needed by a contradiction, by a deadline, or where each person of a group is asked it', () => {
    const never = 'contradictions:\n  - {when: {all: [asked, paid]}, why: W.}\n';
    expect(problemsOf({ facts: factsFile('asked paid', never), law: plain('card', 'asked') })).toEqual([]);
    const day =
      '  - {id: day, type: date, sensitivity: 1, known_by: [x], label: Day, question: Q?, why: W.}\n';
    const deadline = owed('duty.card', 'asked', ', by: {days: 3, kind: calendar, from: day}');
    expect(problemsOf({ facts: factsFile('asked', day), law: deadline })).toEqual([]);
    const guests = rule('{id: card, label: L, cite: club#1.a, some: guest, with: small}');
    expect(problemsOf({ facts: factsFile('asked', GUESTS), law: guests + plain('used', 'asked') })).toEqual(
      [],
    );
    expect(
      problemsOf({ facts: factsFile('asked', GUESTS), law: plain('card', 'asked') }).map(({ code }) => code),
    ).toEqual(['dead-fact']);
  });
});
