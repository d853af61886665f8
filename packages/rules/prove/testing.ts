import fc from 'fast-check';
import { expect } from 'vitest';
import type { Limb } from '../law.ts';
import type { Problem } from '../problem.ts';
import { duty, readProvedClub, rule } from '../testing.ts';

/** Tests only. */

/** A file of yes-or-no facts; those with a star are marked as a vulnerability. */
export function factsFile(ids: string, more = ''): string {
  const facts = ids.split(' ').map((name) => {
    const id = name.replace('*', '');
    const mark = name.endsWith('*') ? ', vulnerability: yes' : '';
    return `  - {id: ${id}, type: yes-no, sensitivity: 1, known_by: [x], label: ${id}, question: Q?, why: W.${mark}}\n`;
  });
  return `theme: club\nfacts:\n${facts.join('')}${more}`;
}

export const AGE =
  '  - {id: age, type: number, min: 0, max: 120, sensitivity: 1, known_by: [x], label: Age, question: Q?, why: W.}\n';
export const GUESTS = `  - {id: small, group: guest, type: yes-no, vulnerability: yes, sensitivity: 1, known_by: [x], label: S, question: Q?, why: W.}
groups:
  - {id: guest, label: Guests, question: Who?, complete: All?, why: W.}
`;

export const variant = (body: string) => `\n\`\`\`variant\n${body}\n\`\`\`\n`;
export const together = (body: string) => `\n\`\`\`together\n${body}\n\`\`\`\n`;
export const plain = (id: string, is: string, more = '') =>
  rule(`{id: ${id}, label: L, cite: club#1.a, is: ${is}${more}}`);
export const owed = (id: string, when: string, more = '') =>
  duty(
    `{id: ${id}, label: L, cite: club#1.a, when: ${when}, bearer: The club, act: acts, strength: may, breach: It does not.${more}}`,
  );

type Given = { facts: string; law: string };

export function problemsOf({ facts, law }: Given): Problem[] {
  const read = readProvedClub(facts, law);
  return read.ok ? [] : read.problems;
}

/** That a law is accepted, and one thing changed in it is refused for that alone. Returns what is said. */
export function refusedFor(
  code: Problem['code'],
  { sound, broken }: { sound: Given; broken: Given },
): string {
  expect(problemsOf(sound)).toEqual([]);
  const problems = problemsOf(broken);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  return `${problems[0]?.file}: ${problems[0]?.message}`;
}

/** A limb of any structure over these leaves, so many deep. */
export function limbsOver(leaf: fc.Arbitrary<Limb>, maxDepth: number): fc.Arbitrary<Limb> {
  const bare = { cites: [] };
  return fc.letrec<{ limb: Limb }>((tie) => {
    const limbs = fc.array(tie('limb'), { minLength: 1, maxLength: 3 });
    return {
      limb: fc.oneof(
        { maxDepth, withCrossShrink: true },
        leaf,
        limbs.map((list): Limb => ({ ...bare, kind: 'all', limbs: list })),
        limbs.map((list): Limb => ({ ...bare, kind: 'any', limbs: list })),
        tie('limb').map((limb): Limb => ({ ...bare, kind: 'not', limb })),
        limbs.chain((list) =>
          fc
            .integer({ min: 1, max: list.length })
            .map((count): Limb => ({ ...bare, kind: 'at_least', count, limbs: list })),
        ),
      ),
    };
  }).limb;
}
