import { describe, expect, test } from 'vitest';
import { overlay, rule } from '../testing.ts';
import { factsFile, owed, plain, problemsOf, refusedFor } from './testing.ts';

describe('two duties of which one says “never_with” the other', () => {
  const facts = factsFile('open paid late');
  const law = (close: string) =>
    rule('{id: opens, label: L, cite: club#1.a, all: [open, paid]}') +
    rule(`{id: closes, label: L, cite: club#1.a, ${close}}`) +
    owed('duty.open', 'opens', ', never_with: duty.close') +
    owed('duty.close', 'closes') +
    plain('used', 'paid');

  test('are never owed at once', () => {
    const said = refusedFor('contradictory-duties', {
      sound: { facts, law: law('all: [late, {not: open}]') },
      broken: { facts, law: law('any: [late, {not: open}]') },
    });
    expect(said).toContain(
      '“duty.open” and “duty.close” must never be owed at once, yet with {open: yes, paid: yes, late: yes} both are',
    );
  });

  test('are not held to answers that contradict one another', () => {
    const never = 'contradictions:\n  - {when: {all: [open, late]}, why: It is one or the other.}\n';
    const given = { facts: factsFile('open paid late', never), law: law('any: [late, {not: open}]') };
    expect(problemsOf(given)).toEqual([]);
  });

  test('are not owed at once by a presumption either', () => {
    const presumed = 'all: [late, {not: open}], presume: {value: yes, when: late, cite: club#1.b}';
    expect(problemsOf({ facts, law: law(presumed) })).toEqual([]);
    const opens = rule(
      '{id: opens, label: L, cite: club#1.a, is: open, presume: {value: yes, when: late, cite: club#1.b}}',
    );
    const broken = opens + law(presumed).slice(law(presumed).indexOf('```rule', 10) - 1);
    expect(problemsOf({ facts, law: broken }).map(({ code }) => code)).toEqual(['contradictory-duties']);
  });

  test('are not owed at once under an overlay either', () => {
    const reform = (member: string) =>
      overlay('reform.club', `{op: add-any, rule: closes, member: ${member}}`);
    const said = refusedFor('contradictory-duties', {
      sound: { facts, law: law('all: [late, {not: open}]') + reform('{not: paid}') },
      broken: { facts, law: law('all: [late, {not: open}]') + reform('late') },
    });
    expect(said).toContain('With “reform.club”: ');
  });

  test('are found where one overlay widens the one, and another the other', () => {
    const given = (member: string) => ({
      facts: factsFile('a b c'),
      law:
        rule('{id: one, label: L, cite: club#1.a, all: [a, b]}') +
        rule('{id: two, label: L, cite: club#1.a, all: [a, {not: b}]}') +
        owed('duty.one', 'one', ', never_with: [duty.two]') +
        owed('duty.two', 'two') +
        overlay('o1', '{op: add-any, rule: one, member: {all: [b, c], cite: club#1.b}}') +
        overlay('o2', `{op: add-any, rule: two, member: {all: ${member}, cite: club#1.b}}`),
    });
    const said = refusedFor('contradictory-duties', {
      sound: given('[c, {not: b}]'),
      broken: given('[{not: a}, c]'),
    });
    expect(said).toContain('With “o1” and “o2”: ');
  });
});
