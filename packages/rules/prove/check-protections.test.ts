import { describe, expect, test } from 'vitest';
import { overlay, rule } from '../testing.ts';
import { AGE, factsFile, GUESTS, owed, plain, problemsOf, refusedFor, variant } from './testing.ts';

describe('a protection that a vulnerability would weaken', () => {
  const facts = factsFile('asked hurt* guard');
  const kept = rule('{id: kept, label: L, cite: club#1.a, protection: yes, any: [asked, hurt]}');
  const lost = rule(
    '{id: kept, label: L, cite: club#1.a, protection: yes, all: [asked, {any: [guard, {not: hurt}]}]}',
  );

  test('is refused, with the smallest example', () => {
    const said = refusedFor('protection-lost', {
      sound: { facts, law: kept + plain('used', 'guard') },
      broken: { facts, law: lost },
    });
    expect(said).toContain('“kept” protects, and “hurt” makes a person more vulnerable');
    expect(said).toContain(
      'with {guard: no} the protection is unknown on the facts alone while “hurt” is not_asked, and only no once that is yes',
    );
  });

  test('is found through rules in between', () => {
    refusedFor('protection-lost', {
      sound: {
        facts: factsFile('asked hurt*'),
        law: plain('calm', 'asked') + plain('kept', 'calm', ', protection: yes') + plain('used', 'hurt'),
      },
      broken: {
        facts: factsFile('asked hurt*'),
        law:
          rule('{id: calm, label: L, cite: club#1.a, all: [asked, {not: hurt}]}') +
          plain('kept', 'calm', ', protection: yes'),
      },
    });
  });

  test('is found where the loss is only from unknown to no', () => {
    const presumed = (when: string) =>
      plain('kept', 'asked', `, protection: yes, presume: {value: no, when: ${when}, cite: club#1.b}`);
    const said = refusedFor('protection-lost', {
      sound: { facts, law: presumed('guard') + plain('used', 'hurt') },
      broken: { facts, law: presumed('hurt') + plain('used', 'guard') },
    });
    expect(said).toContain(
      'unknown after presumptions while “hurt” is not_asked, and only no once that is yes',
    );
  });

  test('is found where only a presumption is lost', () => {
    const presumed = (when: string) =>
      plain('kept', 'asked', `, protection: yes, presume: {value: yes, when: ${when}, cite: club#1.b}`);
    const said = refusedFor('protection-lost', {
      sound: { facts, law: presumed('{any: [hurt, guard]}') },
      broken: { facts, law: presumed('{all: [guard, {not: hurt}]}') },
    });
    expect(said).toContain('after presumptions');
  });

  test('is found where an exception reads the vulnerability', () => {
    refusedFor('protection-lost', {
      sound: {
        facts,
        law:
          plain('kept', 'asked', ', protection: yes, unless: [{is: guard, cite: club#1.b}]') +
          plain('used', 'hurt'),
      },
      broken: {
        facts,
        law:
          plain('kept', 'asked', ', protection: yes, unless: [{is: hurt, cite: club#1.b}]') +
          plain('used', 'guard'),
      },
    });
  });

  test('is found in the reading of one State alone', () => {
    const national =
      rule('{id: all.club, label: L, cite: club#1.a, is: asked}') +
      rule('{id: kept, label: L, cite: club#1.a, protection: yes, national: all.club}');
    const read = (limb: string) =>
      variant(`{rule: kept, state: NO, from: 2010-01-01, to: 2011-12-31, cite: club#1.a, is: asked}`) +
      variant(`{rule: kept, state: NO, from: 2012-01-01, cite: club#1.a, ${limb}}`);
    const said = refusedFor('protection-lost', {
      sound: { facts, law: national + read('any: [asked, hurt, guard]') },
      broken: { facts, law: national + read('any: [{all: [asked, {not: hurt}]}, guard]') },
    });
    expect(said).toContain('In NO from 2012-01-01: “kept” protects');
  });

  test('is found under one overlay alone, and in a State under it', () => {
    const national =
      kept +
      rule('{id: kept.national, label: L, cite: club#1.a, protection: yes, national: kept}') +
      variant('{rule: kept.national, state: NO, from: 2010-01-01, cite: club#1.a, is: kept}') +
      plain('used', 'guard');
    const reform = (member: string) =>
      overlay('reform.club', `{op: add-all, rule: kept, member: {${member}, cite: club#1.b}}`);
    const broken = { facts, law: national + reform('not: hurt') };
    expect(problemsOf({ facts, law: national + reform('any: [guard, hurt]') })).toEqual([]);
    expect(problemsOf(broken).map(({ code, message }) => [code, message.slice(0, 48)])).toEqual([
      ['protection-lost', 'With “reform.club”: “kept” protects, and “hurt” '],
      ['protection-lost', 'With “reform.club”: In NO from 2010-01-01: “kept'],
    ]);
  });

  test('may be a duty, and the vulnerability a rule, such as being a child', () => {
    const given = (when: string) => ({
      facts: factsFile('asked', AGE),
      law:
        rule('{id: child, label: L, cite: club#1.a, vulnerability: yes, is: age < 18}') +
        rule(`{id: kept, label: L, cite: club#1.a, any: [{all: [asked, ${when}]}, {all: [asked, child]}]}`) +
        owed('duty.kept', 'kept', ', protection: yes'),
    });
    expect(problemsOf(given('age < 21'))).toEqual([]);
    const said = refusedFor('protection-lost', {
      sound: given('{not: age < 30}'),
      broken: {
        facts: factsFile('asked', AGE),
        law:
          rule('{id: child, label: L, cite: club#1.a, vulnerability: yes, is: age < 18}') +
          rule('{id: kept, label: L, cite: club#1.a, all: [asked, {not: child}]}') +
          owed('duty.kept', 'kept', ', protection: yes'),
      },
    });
    expect(said).toContain('“duty.kept” protects, and “child” makes a person more vulnerable');
  });

  test('is only looked for where the vulnerability is answered yes or no', () => {
    const marked = AGE.replace('type: number', 'vulnerability: yes, type: number');
    const problems = problemsOf({ facts: factsFile('asked', marked), law: plain('kept', 'asked') });
    expect(problems.map(({ code }) => code)).toEqual(['wrong-shape']);
    expect(problems[0]?.message).toContain('mark the rule that compares it');
  });

  test('is found where the vulnerability is a rule, and its facts are read past it', () => {
    const child = rule('{id: child, label: L, cite: club#1.a, vulnerability: yes, is: age < 18}');
    const given = (limb: string) => ({
      facts: factsFile('asked', AGE),
      law: child + rule(`{id: kept, label: L, cite: club#1.a, protection: yes, all: [asked, ${limb}]}`),
    });
    const said = refusedFor('protection-lost', {
      sound: given('{any: [age < 21, child]}'),
      broken: given('age >= 18'),
    });
    expect(said).toContain('“kept” protects, and “child” makes a person more vulnerable');
    expect(said).toContain('and only no once that is 0');
  });

  test('is found where a fact that is not marked makes a marked rule hold', () => {
    const given = (limb: string) => ({
      facts: factsFile('asked hurt'),
      law:
        plain('weak', 'hurt', ', vulnerability: yes') +
        rule(`{id: kept, label: L, cite: club#1.a, protection: yes, any: [${limb}]}`),
    });
    refusedFor('protection-lost', {
      sound: given('asked, hurt'),
      broken: given('{all: [asked, {not: hurt}]}'),
    });
  });

  test('is not that an answer is missing, unless the law takes that for a no', () => {
    const given = (more: string) => ({
      facts: factsFile('asked guard', AGE),
      law:
        plain(
          'child',
          'age < 18',
          ', vulnerability: yes, presume: {value: yes, when: guard, cite: club#1.b}',
        ) +
        plain('kept', 'age < 21', `, protection: yes${more}`) +
        plain('used', 'asked'),
    });
    refusedFor('protection-lost', {
      sound: given(''),
      broken: given(', presume: {value: no, when: asked, cite: club#1.b}'),
    });
  });

  test('is found where one reason for not knowing makes a marked rule presumed', () => {
    const given = (reason: string) => ({
      facts: factsFile('asked hurt guard'),
      law:
        plain(
          'weak',
          'hurt',
          ', vulnerability: yes, presume: {value: yes, when: guard, reasons: [withheld], cite: club#1.b}',
        ) +
        plain(
          'kept',
          'hurt',
          `, protection: yes, presume: {value: yes, when: asked, reasons: [${reason}], cite: club#1.b}`,
        ),
    });
    refusedFor('protection-lost', {
      sound: given('not_known, withheld'),
      broken: given('not_known'),
    });
  });

  test('is found where the answers contradict one another, too', () => {
    const given = (limb: string) => ({
      facts: `${factsFile('hurt* guard')}contradictions:\n  - {when: {all: [hurt, guard]}, why: W.}\n`,
      law: rule(`{id: kept, label: L, cite: club#1.a, protection: yes, all: [guard, {any: [${limb}]}]}`),
    });
    const said = problemsOf(given('{not: hurt}, {not: guard}'));
    expect(said.map(({ code }) => code)).toContain('protection-lost');
  });

  test('may hang on why nobody knows what is asked of each person of a group', () => {
    const given = (reasons: string, people: string) => ({
      facts: factsFile('asked', GUESTS),
      law: rule(
        `{id: kept, label: L, cite: club#1.a, protection: yes, ${people}, with: small, presume: {value: no, when: asked, cite: club#1.b${reasons}}}`,
      ),
    });
    for (const people of ['every: guest', 'at_least: 2, among: guest']) {
      refusedFor('protection-lost', {
        sound: given('', people),
        broken: given(', reasons: [not_known]', people),
      });
    }
  });

  test('may hang on what is asked of each person of a group', () => {
    const given = (limb: string) => ({
      facts: factsFile('asked', GUESTS),
      law: rule(`{id: kept, label: L, cite: club#1.a, protection: yes, any: [asked, ${limb}]}`),
    });
    refusedFor('protection-lost', {
      sound: given('{some: guest, with: small}'),
      broken: given('{every: guest, with: {not: small}}'),
    });
  });
});
