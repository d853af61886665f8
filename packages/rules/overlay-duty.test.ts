import { describe, expect, test } from 'vitest';
import { assess, compileLaw, layoutOf, openQuestions, overlayNamed, reachOf } from './index.ts';
import { FACTS, getClub, overlay, readClub, readProvedClub, rule } from './testing.ts';

const TOP = rule('{id: top, label: Top, cite: club#1.a, any: [a, b]}');
const SAYS = 'bearer: the club, act: lets everyone in, strength: shall, breach: The door stays shut.';
const add = (id: string, more = '') =>
  `{op: add-duty, duty: {id: ${id}, label: New, cite: club#1.b, when: top, ${SAYS.replace('.', '')}${more}}}`;

const club = getClub(TOP + overlay('r.door', add('door', ', by: {days: 10, kind: calendar, from: day}')));

const refuse = (more: string, words: { path: string; text: string }[] = []) => {
  const read = readClub(TOP + more, words);
  return read.ok ? [] : read.problems.map(({ code, message }) => `${code}: ${message}`);
};

describe('a duty that an overlay adds', () => {
  test('is owed under the overlay alone, when what it hangs on holds, and by its own day', () => {
    expect(assess(club, { facts: { a: 'yes' } }).duties.door).toBeUndefined();
    const facts = { a: 'yes', day: '2026-03-01' } as const;
    const after = assess(club, { facts, overlays: ['r.door'] }).duties.door;
    expect(after).toMatchObject({ strict: 'yes', burden: 'yes', overlays: ['r.door'], strength: 'shall' });
    expect(after?.due).toMatchObject({ date: '2026-03-11' });
    expect(assess(club, { facts: { a: 'no' }, overlays: ['r.door'] }).duties.door?.strict).toBe('unknown');
    expect(assess(club, { facts: { a: 'no', b: 'no' }, overlays: ['r.door'] }).duties.door?.strict).toBe(
      'no',
    );
  });

  test('brings its questions with it, the day it counts from among them', () => {
    const asked = openQuestions(club, { facts: { a: 'yes' }, targets: ['door'], overlays: ['r.door'] });
    expect(asked.map(({ fact }) => fact)).toEqual(['day']);
  });

  test('is counted over a population under the overlay, beside no count before it', () => {
    const { results } = compileLaw(club, {
      layout: layoutOf(club),
      dialect: 'duckdb',
      overlays: [['r.door']],
    });
    expect(results.filter(({ id }) => id === 'door').map(({ kind, law }) => [kind, law])).toEqual([
      ['duty', 1],
    ]);
  });

  test.each([
    ['an id that something has already', overlay('o', add('top')), 'duplicate-id: “top” is already'],
    [
      'the id of another that is added',
      overlay('o', `${add('x')}, ${add('x')}`),
      'duplicate-id: “x” is already',
    ],
    [
      'what it hangs on and nobody wrote',
      overlay('o', add('x').replace('when: top', 'when: tpo')),
      'Did you mean “top”?',
    ],
    [
      'an article nobody wrote',
      overlay('o', add('x').replace('cite: club#1.b', 'cite: club#9')),
      'unknown-article: “x” cites “club#9”',
    ],
    [
      'a day that is none',
      overlay('o', add('x', ', by: {days: 3, kind: calendar, from: a}')),
      'wrong-type: The deadline of “x” counts from “a”',
    ],
    [
      'days of a value that is not there',
      overlay('o', add('x', ', by: {value: v, kind: calendar, from: day}')),
      'takes its days from “v”',
    ],
    [
      'a promise about what is not law',
      overlay('o', add('x', ', never_reads: [{fact: a, cite: club#1.a}]')),
      '“never_reads” is not a word',
    ],
  ])('is refused with %s', (_, overlays, message) => {
    expect(refuse(overlays).join('\n')).toContain(message);
  });

  test('needs its words in every language that there is', () => {
    const words = { path: 'fr.yaml', text: 'language: fr\nfacts: {}\nrules: {}\ninstruments: {}\n' };
    expect(refuse(overlay('o', add('x')), [words]).join('\n')).toContain('“x” has no words in “fr”');
  });

  test('is held to what a protection promises', () => {
    const facts = FACTS.replace(
      'type: yes-no, sensitivity: 3',
      'type: yes-no, vulnerability: yes, sensitivity: 3',
    )
      .split('\n')
      .filter((line) => !/id: (?:c|d|secret|years|day),/.test(line))
      .join('\n');
    const law = (protection: string) => {
      const rules =
        rule('{id: top, label: T, cite: club#1.a, any: [{not: a}, b]}') + overlay('o', add('x', protection));
      const read = readProvedClub(facts, rules);
      return read.ok ? [] : read.problems.map(({ code }) => code);
    };
    expect([law(''), law(', protection: yes')]).toEqual([[], ['protection-lost']]);
  });

  test('does not change the hash by where it stands', () => {
    const moved = getClub(`${TOP}\n\nWords.\n${overlay('r.door', add('door'))}`);
    expect(moved.hash).toBe(getClub(`${TOP}\n\nWords.\n\n\n${overlay('r.door', add('door'))}`).hash);
    expect(moved.hash).not.toBe(getClub(TOP + overlay('r.door', add('gate'))).hash);
  });
});

describe('what an overlay says of itself', () => {
  const state = (id: string, parties: string) =>
    `\n\`\`\`state\nid: ${id}\nname: ${id}\nparties: [${parties}]\n\`\`\`\n`;
  const party = (more: string) =>
    `{instrument: club, as_of: 2020-01-01, ${more}compared: {source: s, finding: seen}}`;
  const amending = 'amends: club\nprocedure: {text: They vote., cite: club#1.a}\n';

  test('who stays outside is counted from the lists, and a list says nothing of a later day', () => {
    const law = getClub(TOP + overlay('o', '{op: repeal, rule: top}', amending), [
      { path: 'no.md', text: `# N\n${state('NO', party('from: 2010-01-01, '))}` },
      { path: 'se.md', text: `# S\n${state('SE', party('bound: no, '))}` },
      { path: 'fi.md', text: `# F\n${state('FI', '')}` },
    ]);
    expect(law.overlays.o?.procedure).toEqual({ text: 'They vote.', cites: ['club#1.a'] });
    const told = { instrument: 'club', bound: ['NO'], through: [] };
    expect(reachOf(law, 'o', '2019-05-05')).toEqual({
      ...told,
      ...{ outside: ['SE'], unknown: ['FI'], lastOutside: [] },
    });
    expect(reachOf(law, 'o', '2021-05-05')).toEqual({
      ...told,
      ...{ outside: [], unknown: ['FI', 'SE'], lastOutside: [{ state: 'SE', asOf: '2020-01-01' }] },
    });
    const amendsNothing = getClub(TOP + overlay('o', '{op: repeal, rule: top}'));
    expect(reachOf(amendsNothing, 'o', '2019-05-05')).toBeUndefined();
    expect(reachOf(law, 'constructor', '2019-05-05')).toBeUndefined();
  });

  test('who applies the instrument through another alone is told apart, and the other has to be there', () => {
    const annex = (applied: string) => ({
      path: 'annex.md',
      text: `# Annex\n\n\`\`\`instrument\nid: annex\nshort: Annex\n\`\`\`\n\n## One {#1}\n\n\`\`\`article\nanchor: "1"\napplies_instrument: ${applied}\n\`\`\`\n`,
    });
    const rules = TOP + overlay('o', '{op: repeal, rule: top}', amending);
    const byAnnex = '{instrument: annex, as_of: 2020-01-01, from: 2010-01-01}';
    const law = getClub(rules, [
      annex('club'),
      { path: 'se.md', text: `# S\n${state('SE', `${party('bound: no, ')}, ${byAnnex}`)}` },
    ]);
    expect(reachOf(law, 'o', '2019-05-05')).toEqual({
      ...{ instrument: 'club', bound: [], outside: [], unknown: [], lastOutside: [] },
      through: [{ state: 'SE', instrument: 'annex' }],
    });
    expect(reachOf(law, 'o', '2005-05-05')?.outside).toEqual(['SE']);
    for (const applied of ['clubb', 'annex']) {
      const read = readClub(rules, [annex(applied)]);
      expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(['unknown-article']);
    }
  });

  test('its code is its own, and finds it', () => {
    const law = getClub(TOP + overlay('o', '{op: repeal, rule: top}', 'code: F01\n'));
    expect(['F01', 'f01', 'o', 'F02', 'constructor'].map((name) => overlayNamed(law, name))).toEqual([
      ...['o', 'o', 'o'],
      ...[undefined, undefined],
    ]);
    const two = ['o', 'p'].map((id) =>
      overlay(
        id,
        `{op: add-any, rule: top, member: ${id === 'o' ? 'c' : 'd'}}`,
        `code: F01\n${id === 'p' ? 'after: [o]\n' : ''}`,
      ),
    );
    expect(refuse(two.join(''))).toEqual([
      expect.stringContaining('“p” has the code F01, which is that of “o”'),
    ]);
    expect(refuse(overlay('o', '{op: repeal, rule: top}', 'code: first\n'))[0]).toContain('like F01');
  });

  test('it may change no rule, if it says why', () => {
    const law = getClub(TOP + overlay('o', '', 'effect: none-on-rules\nreason: It pays for things.\n'));
    expect(law.overlays.o).toMatchObject({ ops: [], noEffect: 'It pays for things.' });
    const facts = { a: 'no' } as const;
    const { rules } = assess(law, { facts });
    expect(assess(law, { facts, overlays: ['o'] }).rules).toEqual(rules);
  });

  test.each([
    ['no operation and no reason', '', '', 'write at least one operation, or'],
    ['no operation and no words on it', '', 'effect: none-on-rules\n', '“reason” is missing'],
    [
      'an effect that there is',
      '{op: repeal, rule: top}',
      'effect: none-on-rules\nreason: R\n',
      'leave effect out',
    ],
    ['a treaty and no procedure', '{op: repeal, rule: top}', 'amends: club\n', '“procedure” is missing'],
    [
      'a procedure without its source',
      '{op: repeal, rule: top}',
      'amends: club\nprocedure: {text: They vote.}\n',
      'write either cite',
    ],
    [
      'a procedure that is unverified and has a source',
      '{op: repeal, rule: top}',
      'amends: club\nprocedure: {text: They vote., cite: club#1.a, unverified: yes}\n',
      'write either cite',
    ],
    [
      'a procedure in a paragraph that nobody wrote',
      '{op: repeal, rule: top}',
      'amends: club\nprocedure: {text: They vote., cite: club#7}\n',
      'club#7',
    ],
    [
      'an instrument that is not there',
      '{op: repeal, rule: top}',
      'amends: clubb\nprocedure: {text: T, unverified: yes}\n',
      'Did you mean “club”?',
    ],
  ])('is refused with %s', (_, ops, more, message) => {
    expect(refuse(overlay('o', ops, more)).join('\n')).toContain(message);
  });
});
