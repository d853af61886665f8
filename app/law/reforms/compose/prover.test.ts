import { readReforms } from '@clew/rules';
import { afterAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../content-files.ts';
import { loadShelf } from '../../library/index.ts';
import { loadLaw } from '../../load-law.ts';
import { proveReform } from './prove-reform.ts';
import { createProver } from './prover.ts';

const law = loadLaw();
const { decisions } = loadShelf(law);
const prover = createProver(law, decisions);
afterAll(() => prover.close());

const reform = (ops: string, more = '') =>
  `\`\`\`overlay\nid: reform.tried\nlabel: Tried\ncite: icat-refugee-brief#linked\nstatus: proposal\n${more}ops: [${ops}]\n\`\`\`\n`;
const asked = (text: string) => ({ path: 'tried.md', text, today: '2026-01-01' as const });

/** Whoever is a child loses what protects children. */
const TAKES = reform('{op: add-all, rule: protection.reflection, member: {not: child}}');

describe('a reform in a thread of its own', () => {
  test('is proved as it would be here, and says what it would change', async () => {
    const text = reform('{op: set-value, value: protection.reflection-days, to: 90}');
    const proof = await prover.prove(asked(text));
    expect(proof).toEqual({ kind: 'proved', proved: proveReform(law, decisions, asked(text)) });
    const { problems, effect } = proof.kind === 'proved' ? proof.proved : { problems: [] };
    expect(problems).toEqual([]);
    expect(effect?.touched.some(({ id }) => id === 'protection.reflection-days')).toBe(true);
    expect(effect?.tried).toBeGreaterThan(20);
  }, 60_000);

  test('names the judgments whose answers would be others', async () => {
    const text = reform('{op: repeal, rule: trafficking.victim}');
    const { effect } = proveReform(law, decisions, asked(text));
    expect(effect?.decisions.length).toBeGreaterThan(3);
    const changed = effect?.decisions.flatMap((one) => one.changed);
    expect(changed).toContainEqual({ id: 'trafficking.victim', before: 'yes', after: 'no' });
  });

  test('is refused with an example where it takes a protection from who is more vulnerable', async () => {
    const read = readReforms(law, { path: 'tried.md', text: TAKES, hash: sha256 });
    expect(read.ok).toBe(true);
    const proof = await prover.prove(asked(TAKES));
    const problems = proof.kind === 'proved' ? proof.proved.problems : [];
    expect(problems.map(({ code }) => code)).toContain('protection-lost');
    expect(problems[0]?.message).toContain('A vulnerability must never take a protection away');
  }, 60_000);

  test('is ended where it takes too long, and the next one starts anew', async () => {
    const hasty = createProver(law, [], { proofMs: 1 });
    expect(await hasty.prove(asked(TAKES))).toEqual({ kind: 'too-long' });
    await hasty.close();
    expect((await prover.prove(asked(''))).kind).toBe('proved');
  }, 60_000);

  test('waits behind a few others, and no more', async () => {
    const busy = createProver(law, [], { proofMs: 1 });
    const proofs = await Promise.all(Array.from({ length: 8 }, () => busy.prove(asked(TAKES))));
    expect(proofs.filter(({ kind }) => kind === 'busy').length).toBe(3);
    await busy.close();
  });
});
