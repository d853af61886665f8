import { type Law, type LawRead, readLaw } from './index.ts';
import { readUnproved } from './read-law.ts';

/** Tests only: a digest that is good enough to tell two laws apart. */
export function digest(text: string): string {
  let sum = 7;
  for (const sign of text) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 2_147_483_647;
  return sum.toString(16);
}

export const INSTRUMENT = `# Club Rules

\`\`\`instrument
id: club
short: Club Rules
\`\`\`

## Rule 1: members {#1}

> A paraphrase. {#1.a}

> Another. {#1.b}
`;

export const FACTS = `theme: club
facts:
  - {id: a, type: yes-no, sensitivity: 3, known_by: [x], label: A, question: A?, why: For A.}
  - {id: b, type: yes-no, sensitivity: 1, known_by: [x], label: B, question: B?, why: For B.}
  - {id: c, type: yes-no, sensitivity: 2, known_by: [x], label: C, question: C?, why: For C.}
  - {id: d, type: yes-no, sensitivity: 2, known_by: [x], label: D, question: D?, why: For D.}
  - {id: secret, type: yes-no, sensitivity: 5, known_by: [x], label: Secret, question: Secret?, why: Never.}
  - {id: years, type: number, min: 0, max: 120, sensitivity: 1, known_by: [x], label: Years, question: How old?, why: For age.}
  - {id: day, type: date, sensitivity: 1, known_by: [x], label: Day, question: Which day?, why: For dates.}
`;

/** A rule block. */
export function rule(body: string): string {
  return `\n\`\`\`rule\n${body}\n\`\`\`\n`;
}

/** A duty block. */
export function duty(body: string): string {
  return `\n\`\`\`duty\n${body}\n\`\`\`\n`;
}

/** A value block. */
export function value(body: string): string {
  return `\n\`\`\`value\n${body}\n\`\`\`\n`;
}

/** An overlay block. */
export function overlay(id: string, ops: string, more = ''): string {
  return `\n\`\`\`overlay\nid: ${id}\nlabel: ${id}\ncite: club#1.b\nstatus: proposal\n${more}ops: [${ops}]\n\`\`\`\n`;
}

type More = readonly { path: string; text: string }[];

/**
 * Reads a law of these rules over the club's facts and articles, without the proofs: most of the club's facts stand in
 * no rule of a test.
 */
export function readClub(rules: string, more: More = []): LawRead {
  const read = readUnproved({ files: filesOf(FACTS, rules, more), hash: digest });
  return read.ok ? { ok: true, law: read.law } : read;
}

/** The same as a node reads a law, over no other facts than these. */
export function readProvedClub(facts: string, rules: string, more: More = []): LawRead {
  return readLaw({ files: filesOf(facts, rules, more), hash: digest });
}

function filesOf(facts: string, rules: string, more: More) {
  return [
    { path: 'club.md', text: INSTRUMENT },
    { path: 'facts.yaml', text: facts },
    { path: 'rules.md', text: rules },
    ...more,
  ];
}

/** The law of `readClub`, which must be good. Throws with its problems. */
export function getClub(rules: string, more: More = []): Law {
  const read = readClub(rules, more);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.law;
}

export const GOOD = rule('id: top\nlabel: Top\ncite: club#1.a\nall: [a, {not: b}]');

/** The problems of a law, as code and line, and their words together. */
export function problemsOf(rules: string, more: { path: string; text: string }[] = []) {
  const read = readClub(rules, more);
  const problems = read.ok ? [] : read.problems;
  return {
    codes: problems.map(({ code }) => code),
    lines: problems.map(({ line }) => line),
    words: problems.map(({ message }) => message).join('\n'),
  };
}

export const DUTY = 'id: r\nlabel: R\ncite: club#1.a\nwhen: a\nbearer: B\nact: A\nstrength: shall\nbreach: N';
