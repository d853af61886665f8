import type { LawFile } from '@clew/rules';
import { type Draw, drawFrom } from '../frame/draw.ts';

export const RULES = 40;
export const FACTS = 36;
export const REFORMS = ['reform.0', 'reform.1', 'reform.2'];
/** A day on which no birthday that the rules read falls on 29 February: the peer reads it as a plain date. */
export const ON = '2026-07-14';

/**
 * A law of forty rules of three to twelve literals and three reforms of it, as it would be written. A tenth of the
 * literals are other rules; some rules read an age, a day of birth, an exception with a burden, or a presumption.
 */
export function benchLaw(): LawFile[] {
  const draw = drawFrom(2026);
  const rules = Array.from({ length: RULES }, (_, index) => ruleBlock(index, draw));
  const reforms = REFORMS.map((id, index) => overlayBlock(id, index, draw));
  const head =
    '# Bench\n```instrument\nid: bench\nkind: treaty\nshort: Bench\n```\n## Rule 1 {#1}\n> Made up. {#1.a}\n';
  return [
    { path: 'bench.md', text: head + [...rules, ...reforms].join('') },
    { path: 'bench.yaml', text: factsText() },
  ];
}

function factsText(): string {
  const told = (id: string) => `sensitivity: 1, known_by: [x], label: ${id}, question: ${id}?, why: ${id}.`;
  const fact = (id: string, type: string) => `  - {id: ${id}, type: ${type}, ${told(id)}}\n`;
  const all = Array.from({ length: FACTS }, (_, index) => fact(`f.${index}`, 'yes-no'));
  return `theme: bench\nfacts:\n${all.join('')}${fact('age', 'number, min: 0, max: 120')}${fact('born', 'date')}`;
}

function ruleBlock(index: number, draw: Draw): string {
  const count = 3 + draw.below(10);
  const found = new Set<string>();
  while (found.size < count) found.add(literal(index, draw));
  const literals = [...found];
  const parts: string[] = [];
  while (literals.length > 0) parts.push(part(literals.splice(0, 1 + draw.below(4)), draw));
  const lines = [
    `id: r.${index}`,
    `label: R ${index}`,
    'cite: bench#1.a',
    `${draw.pick(['all', 'all', 'any'])}: [${parts.join(', ')}]`,
  ];
  if (index % 10 === 3) lines.push(`unless: [{is: f.${draw.below(FACTS)}, cite: bench#1.a, burden: state}]`);
  if (index % 10 === 7) lines.push(`presume: {value: yes, when: f.${draw.below(FACTS)}, cite: bench#1.a}`);
  return `\`\`\`rule\n${lines.join('\n')}\n\`\`\`\n`;
}

function literal(index: number, draw: Draw): string {
  if (index % 8 === 1 && draw.chance(0.3)) return 'age < 18';
  if (index % 8 === 5 && draw.chance(0.3)) return 'years since born < 18';
  if (index > 0 && draw.chance(0.1)) return `r.${draw.below(index)}`;
  const number = draw.below(FACTS);
  // Read in one way only: a fact read both ways makes rules that decide nothing, which the law's own checks refuse.
  return number % 5 === 0 ? `{not: f.${number}}` : `f.${number}`;
}

function part(literals: string[], draw: Draw): string {
  const [only, ...more] = literals;
  if (only !== undefined && more.length === 0) return only;
  const list = `[${literals.join(', ')}]`;
  if (literals.length > 2 && draw.chance(0.3)) return `{at_least: 2, of: ${list}}`;
  return `{${draw.chance(0.6) ? 'any' : 'all'}: ${list}}`;
}

/** Each reform changes four rules, and through them all that rest on those. */
function overlayBlock(id: string, index: number, draw: Draw): string {
  const ops = Array.from({ length: 4 }, (_, at) => {
    const rule = `r.${index + 3 * at + 9 * draw.below(3)}`;
    return `{op: ${draw.pick(['add-any', 'add-all'])}, rule: ${rule}, member: {is: f.${draw.below(FACTS)}, cite: bench#1.a}}`;
  });
  const after = index > 0 ? `after: [${REFORMS.slice(0, index).join(', ')}]\n` : '';
  return `\`\`\`overlay\nid: ${id}\nlabel: ${id}\ncite: bench#1.a\nstatus: proposal\n${after}ops: [${ops.join(', ')}]\n\`\`\`\n`;
}
