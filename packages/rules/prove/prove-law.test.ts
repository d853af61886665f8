import { describe, expect, test } from 'vitest';
import type { Problem } from '../problem.ts';
import { readLaw } from '../read-law.ts';
import { digest, duty, overlay, readProvedClub, rule } from '../testing.ts';
import { proveLaw } from './prove-law.ts';

/** A file of yes-or-no facts; those with a star are marked as a vulnerability. */
function factsFile(ids: string, more = ''): string {
  const facts = ids.split(' ').map((name) => {
    const id = name.replace('*', '');
    const mark = name.endsWith('*') ? ', vulnerability: yes' : '';
    return `  - {id: ${id}, type: yes-no, sensitivity: 1, known_by: [x], label: ${id}, question: Q?, why: W.${mark}}\n`;
  });
  return `theme: club\nfacts:\n${facts.join('')}${more}`;
}

const AGE =
  '  - {id: age, type: number, min: 0, max: 120, sensitivity: 1, known_by: [x], label: Age, question: Q?, why: W.}\n';
const GUESTS = `  - {id: small, group: guest, type: yes-no, vulnerability: yes, sensitivity: 1, known_by: [x], label: S, question: Q?, why: W.}
groups:
  - {id: guest, label: Guests, question: Who?, complete: All?, why: W.}
`;

const variant = (body: string) => `\n\`\`\`variant\n${body}\n\`\`\`\n`;
const together = (body: string) => `\n\`\`\`together\n${body}\n\`\`\`\n`;
const plain = (id: string, is: string, more = '') =>
  rule(`{id: ${id}, label: L, cite: club#1.a, is: ${is}${more}}`);
const owed = (id: string, when: string, more = '') =>
  duty(
    `{id: ${id}, label: L, cite: club#1.a, when: ${when}, bearer: The club, act: acts, strength: may, breach: It does not.${more}}`,
  );

type Given = { facts: string; law: string };

function problemsOf({ facts, law }: Given): Problem[] {
  const read = readProvedClub(facts, law);
  return read.ok ? [] : read.problems;
}

/** That a law is accepted, and one thing changed in it is refused for that alone. Returns what is said. */
function refusedFor(code: Problem['code'], { sound, broken }: { sound: Given; broken: Given }): string {
  expect(problemsOf(sound)).toEqual([]);
  const problems = problemsOf(broken);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  return `${problems[0]?.file}: ${problems[0]?.message}`;
}

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

  test('is found where the loss is from unknown to no', () => {
    const none = rule(
      '{id: kept, label: L, cite: club#1.a, protection: yes, all: [asked, {not: {all: [hurt, guard]}}]}',
    );
    const said = refusedFor('protection-lost', {
      sound: { facts, law: kept + plain('used', 'guard') },
      broken: { facts, law: none },
    });
    expect(said).toMatch(/yes on the facts alone while “hurt” is no|unknown .* and only no/);
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
});

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
});

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

describe('a law that is too large to prove', () => {
  const ids = Array.from({ length: 28 }, (_, index) => `f${index}`);
  const pairs = ids.slice(0, 14).map((id, index) => `{all: [${id}, f${index + 14}]}`);
  // The order of the facts is that of the first rule, and the worst for the second.
  const law =
    rule(`{id: all.of, label: L, cite: club#1.a, all: [${ids.join(', ')}]}`) +
    rule(`{id: pairs, label: L, cite: club#1.a, any: [${pairs.join(', ')}]}`);

  test('is refused and never passed over', () => {
    const read = readLaw({ files: filesOf(law), hash: digest });
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    const problems = proveLaw(read.law, () => ({ file: 'facts.yaml', line: 1 }), {
      nodes: 5_000,
      variables: 500,
    });
    expect(problems).toEqual([
      {
        code: 'too-large-to-prove',
        file: 'rules.md',
        line: expect.any(Number),
        message: expect.stringContaining('too large to prove'),
      },
    ]);
  });

  function filesOf(rules: string) {
    const instrument =
      '```instrument\nid: club\nshort: Club Rules\n```\n\n## Rule 1: members {#1}\n\n> One. {#1.a}\n';
    return [
      { path: 'club.md', text: instrument },
      { path: 'facts.yaml', text: factsFile(ids.join(' ')) },
      { path: 'rules.md', text: rules },
    ];
  }
});
