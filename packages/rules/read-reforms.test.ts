import { describe, expect, test } from 'vitest';
import { proveReforms, readReforms, withOverlays } from './index.ts';
import { digest, getClub, overlay, readClub, rule, value } from './testing.ts';

const RULES =
  rule('{id: top, label: Top, cite: club#1.a, any: [a, b], unless: [{is: c, cite: club#1.b}]}') +
  rule('id: blind\nlabel: B\ncite: club#1.a\nis: a\nnever_reads: [{fact: secret, cite: club#1.b}]') +
  value('id: days\nlabel: D\ncite: club#1.a\nwhen: top\nunit: days\nvalue: 30') +
  overlay('r.first', '{op: add-any, rule: top, member: d}');
const law = getClub(RULES);

const SOURCE = `# A paper

\`\`\`instrument
id: paper
short: A paper
kind: guidance
\`\`\`

> The top should be wider. {#1}

\`\`\`article
anchor: 1
\`\`\`
`;

const read = (text: string) => readReforms(law, { path: 'zz-reform.md', text, hash: digest });
const problems = (text: string) => {
  const found = read(text);
  return found.ok ? [] : found.problems;
};

const GOOD = SOURCE + overlay('r.good', '{op: drop-exception, rule: top, exception: c}');

describe('a file of reforms beside a law', () => {
  test('gives the law as reading them together does, and leaves the law as it was', () => {
    const found = read(GOOD);
    const together = readClub(RULES, [{ path: 'zz-reform.md', text: GOOD }]);
    if (!found.ok || !together.ok) throw new Error(JSON.stringify({ found, together }));
    const { hash, ...beside } = found.law;
    const { hash: _, ...whole } = together.law;
    expect(beside).toEqual(whole);
    expect(found.ids).toEqual(['r.good']);
    expect(hash).not.toBe(law.hash);
    expect(law.overlays['r.good']).toBeUndefined();
    expect(withOverlays(found.law, ['r.good']).ok).toBe(true);
  });

  test.each([
    ['a fact that there is not', overlay('r.x', '{op: add-any, rule: top, member: e}')],
    ['a rule that there is not', overlay('r.x', '{op: repeal, rule: topp}')],
    [
      'a paragraph that there is not',
      overlay('r.x', '{op: repeal, rule: top}').replace('club#1.b', 'club#9'),
    ],
    ['an exception that there is not', overlay('r.x', '{op: drop-exception, rule: top, exception: d}')],
    ['a number of what has none', overlay('r.x', '{op: set-value, value: top, to: 3}')],
    ['a node that another changes', overlay('r.x', '{op: replace, rule: top, with: d}')],
    [
      'a circle',
      overlay('r.x', '{op: add-any, rule: top, member: blind}, {op: add-any, rule: blind, member: top}'),
    ],
    [
      'a fact that must never be read',
      overlay('r.x', '{op: add-any, rule: blind, member: secret}', 'after: [r.first]\n'),
    ],
    ['an order that goes in a circle', overlay('r.x', '{op: repeal, rule: top}', 'after: [r.x]\n')],
    [
      'an instrument that there is not',
      overlay(
        'r.x',
        '{op: repeal, rule: top}',
        'after: [r.first]\namends: x\nprocedure: {text: T, unverified: yes}\n',
      ),
    ],
    ['a word that is none', overlay('r.x', '{op: repeal, rulle: top}')],
    ['a block that never ends', '```overlay\nid: r.x\n'],
    ['no text', 'a\u0000b'],
  ])('tells %s in the same words', (_, text) => {
    const together = readClub(RULES, [{ path: 'zz-reform.md', text }]);
    expect(problems(text)).not.toEqual([]);
    expect(together.ok ? [] : together.problems).toEqual(expect.arrayContaining(problems(text)));
  });

  test.each([
    ['a rule of its own', GOOD + rule('id: own\nlabel: O\ncite: club#1.a\nis: a'), 'wrong-shape'],
    ['no reform', SOURCE, 'wrong-shape'],
    ['nothing', '', 'wrong-shape'],
    ['an id that is taken', overlay('r.first', '{op: repeal, rule: top}'), 'duplicate-id'],
    ['one id twice', GOOD + overlay('r.good', '{op: repeal, rule: days}'), 'duplicate-id'],
    ['an instrument that is there', GOOD.replace('id: paper', 'id: club'), 'duplicate-id'],
  ])('is refused with %s', (_, text, code) => {
    expect(problems(text).map((problem) => problem.code)).toContain(code);
  });

  test('is proved like the law', () => {
    const protecting = getClub(
      rule('id: safe\nlabel: S\ncite: club#1.a\nis: a\nprotection: yes') +
        rule('id: weak\nlabel: W\ncite: club#1.a\nis: b\nvulnerability: yes'),
    );
    const taking = overlay('r.taking', '{op: add-all, rule: safe, member: {not: b}}');
    const found = readReforms(protecting, { path: 'zz-reform.md', text: taking, hash: digest });
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    const lost = proveReforms(found.law, found.ids).filter(({ code }) => code === 'protection-lost');
    expect(lost.map(({ file }) => file)).toEqual(['zz-reform.md']);
    expect(lost[0]?.message).toContain('“safe” protects');
  });
});
