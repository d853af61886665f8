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

  const bridged =
    plain('kept', 'asked', ', protection: yes, unless: [{is: bridge, cite: club#1.b}]') +
    plain('bridge', 'guard') +
    plain('mid', 'guard');
  const replacing = (id: string, target: string, by: string) =>
    overlay(id, `{op: replace, rule: ${target}, with: {is: ${by}, cite: club#1.b}}`);

  test('is found under two overlays that each alone take nothing', () => {
    const given = (by: string) => ({
      facts,
      law:
        bridged +
        plain('sick', 'hurt') +
        replacing('one', 'bridge', 'mid') +
        overlay('two', `{op: replace, rule: mid, with: {${by}, cite: club#1.b}}`) +
        replacing('three', 'sick', 'guard'),
    });
    const said = refusedFor('protection-lost', { sound: given('not: hurt'), broken: given('is: hurt') });
    expect(said).toContain('With “one” and “two”: “kept” protects, and “hurt” makes a person');
  });

  test('is found under a set of five overlays, and under pairs alone where there are more', () => {
    const ids = ['m0', 'm1', 'm2', 'm3'];
    const chain =
      plain('kept', 'asked', ', protection: yes, unless: [{is: m0, cite: club#1.b}]') +
      ids.map((id) => plain(id, 'guard')).join('') +
      plain('sick', 'hurt');
    const linked = ids.map((id, index) => replacing(`o${index}`, id, ids[index + 1] ?? 'sick')).join('');
    const more = Array.from({ length: 2 }, (_, index) => plain(`more${index}`, 'guard')).join('');
    const apart = (index: number) => replacing(`p${index}`, `more${index}`, 'asked');
    const given = (overlays: string) => ({ facts, law: chain + more + overlays });
    expect(problemsOf(given(linked + apart(0)))).toMatchObject([
      { message: expect.stringContaining('With “o0” and “o1” and “o2” and “o3”: “kept”') },
    ]);
    expect(problemsOf(given(linked + apart(0) + apart(1)))).toEqual([]);
  });

  test('is found where one overlay widens a marked rule and another narrows what protects', () => {
    const given = (limb: string) => ({
      facts,
      law:
        plain('weak', 'asked', ', vulnerability: yes') +
        plain('kept', 'guard', ', protection: yes') +
        plain('used', 'hurt') +
        overlay('one', '{op: add-any, rule: weak, member: {is: sore, cite: club#1.b}}') +
        overlay('two', `{op: add-any, rule: kept, member: {${limb}, cite: club#1.b}}`),
    });
    const withSore = (limb: string) => ({ ...given(limb), facts: factsFile('asked hurt* guard sore') });
    const said = refusedFor('protection-lost', {
      sound: withSore('is: sore'),
      broken: withSore('not: sore'),
    });
    expect(said).toContain('With “one” and “two”: “kept” protects, and “weak”');
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
