import { type Law, lawFor, readLaw } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { getLaw } from '../population/bench-law.ts';
import { ON, REFORMS, RULES } from '../population/law-text.ts';
import { evaluationsARecord, touchedRules } from './evaluations.ts';

describe('the rules that are evaluated for one record', () => {
  test('are each once, and again what a reform changes with all that rests on it', () => {
    const law = smallLaw();
    const after = lawFor(law, { on: ON, overlays: ['more.money'] });
    expect([...touchedRules(law, after)]).toEqual(['money', 'help', 'home']);
    // Four rules as they are and three under the reform: what it does not touch counts once.
    expect(evaluationsARecord({ law, on: ON, reforms: ['more.money'] })).toBe(4 + 3);
    expect(evaluationsARecord({ law, on: ON, reforms: ['more.money', 'more.rest'] })).toBe(4 + 3 + 1);
  });

  test('are as many as rules where no reform is asked', () => {
    expect(evaluationsARecord({ law: getLaw(), on: ON, reforms: [] })).toBe(RULES);
  });

  test('of the bench are seventy-five, and not forty under each of four laws', () => {
    const law = getLaw();
    const touched = REFORMS.map((id) => touchedRules(law, lawFor(law, { on: ON, overlays: [id] })).size);
    expect(touched).toEqual([17, 4, 14]);
    expect(evaluationsARecord({ law, on: ON, reforms: REFORMS })).toBe(75);
  });
});

/** Home rests on help, help on money; rest stands alone. */
function smallLaw(): Law {
  const rule = (id: string, all: string) =>
    `\`\`\`rule\n{id: ${id}, label: ${id}, cite: small#1.a, all: [${all}]}\n\`\`\`\n`;
  const reform = (id: string, changed: string) =>
    `\`\`\`overlay\n{id: ${id}, label: ${id}, cite: small#1.a, status: proposal, ops: [{op: add-any, rule: ${changed}, member: {is: cold, cite: small#1.a}}]}\n\`\`\`\n`;
  const told = 'type: yes-no, sensitivity: 1, known_by: [x], why: Small.';
  const fact = (id: string) => `  - {id: ${id}, label: ${id}, question: ${id}?, ${told}}\n`;
  const rules = [
    rule('money', 'poor'),
    rule('help', 'money'),
    rule('home', 'help, cold'),
    rule('rest', 'poor'),
  ];
  const text = [
    '# Small\n```instrument\nid: small\nkind: treaty\nshort: Small\n```\n## Rule 1 {#1}\n> Made up. {#1.a}\n',
    ...rules,
    ...[reform('more.money', 'money'), reform('more.rest', 'rest')],
  ].join('');
  const facts = `theme: small\nfacts:\n${['poor', 'cold'].map(fact).join('')}`;
  const read = readLaw({
    files: [
      { path: 'small.md', text },
      { path: 'small.yaml', text: facts },
    ],
    hash: (part) => `${part.length}`,
  });
  if (read.ok) return read.law;
  throw new Error(read.problems.map(({ message }) => message).join('\n'));
}
