import { assess, type Law, readReforms } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../content-files.ts';
import { loadLaw } from '../../load-law.ts';
import { type BeforeAfter, BeforeAfterJson, beforeAfter, beforeAfterJson } from './index.ts';

const law = loadLaw();

/** Recruited, deceived and exploited; why and by whom she is in danger nobody asked. */
const VICTIM = {
  'act.recruited': 'yes',
  'means.deception': 'yes',
  'purpose.labour': 'yes',
  age: 24,
} as const;

const F01 = 'reform.trafficking-is-persecution';

function put(facts: Record<string, string | number>, reforms: readonly string[], of: Law = law): BeforeAfter {
  return beforeAfter(of, { facts: facts as never, reforms, on: '2026-01-01' });
}

const found = (result: BeforeAfter, id: string) => result.changed.find((one) => one.id === id);

/** The law with one more reform, of these operations. */
function lawWith(ops: string, more = ''): Law {
  const text = `\`\`\`overlay\nid: reform.tried\nlabel: Tried\ncite: icat-refugee-brief#linked\nstatus: proposal\n${more}ops: [${ops}]\n\`\`\`\n`;
  const read = readReforms(law, { path: 'tried.md', text, hash: sha256 });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.law;
}

describe('a case before and after reforms', () => {
  test('shows a changed answer with both verdicts, the new limb, its source and its reform', () => {
    const result = put(VICTIM, [F01]);
    const persecution = found(result, 'refugee.persecution');
    expect(persecution).toMatchObject({
      what: 'answer',
      before: { strict: 'unknown', burden: 'unknown' },
      after: { strict: 'yes', burden: 'yes' },
      by: [F01],
      isThrough: false,
    });
    const [limb] = persecution?.limbs ?? [];
    expect(limb?.before).toBeUndefined();
    expect(limb?.after?.node).toMatchObject({ kind: 'rule', strict: 'yes' });
    expect(limb?.cites.map(({ ref }) => ref)).toEqual(['trafficked-refugees-paper#6.1']);
    expect(limb?.by).toEqual([F01]);
    expect(persecution?.staying).toBeGreaterThan(5);
  });

  test('tells what rests on it, and comes out as before for other reasons, apart from that', () => {
    const status = found(put(VICTIM, [F01]), 'refugee.status');
    expect(status).toMatchObject({ what: 'reason', isThrough: true, by: [F01] });
  });

  test('says that nothing changes, and why', () => {
    const result = put({ ...VICTIM, 'act.recruited': 'no' }, [F01, 'reform.safe-pathways'].slice(1));
    expect(result.changed).toEqual([]);
    expect(result.unmoved).toEqual([{ reform: 'reform.safe-pathways', why: 'no-rule' }]);
    const nobody = put({ 'purpose.labour': 'no' }, []);
    expect([nobody.changed, nobody.unmoved]).toEqual([[], []]);
    const noVictim = Object.keys(law.facts).filter((id) => /^(act|means|purpose)\./.test(id));
    const none = Object.fromEntries(noVictim.map((id) => [id, 'no']));
    expect(put({ ...none, age: 30 }, [F01]).unmoved).toEqual([
      { reform: F01, why: 'same', ids: ['refugee.persecution'] },
    ]);
  });

  test('shows what a replaced list no longer asks for, and an exception that is gone', () => {
    const replaced = put(
      VICTIM,
      ['reform.tried'],
      lawWith(
        '{op: replace, rule: refugee.persecution, with: trafficking.victim}',
        'after: [reform.trafficking-is-persecution]\n',
      ),
    );
    const limbs = found(replaced, 'refugee.persecution')?.limbs ?? [];
    expect(limbs.filter(({ after }) => !after).length).toBeGreaterThan(3);
    expect(limbs.every(({ by }) => by.includes('reform.tried'))).toBe(true);
  });

  test('shows a repealed duty as gone, with the reform that took it', () => {
    const id = Object.keys(law.duties)[0] ?? '';
    const gone = found(put(VICTIM, ['reform.tried'], lawWith(`{op: repeal, rule: ${id}}`)), id);
    expect(gone).toMatchObject({ what: 'gone', by: ['reform.tried'] });
    expect(gone?.after).toBeUndefined();
  });

  test('shows another number with the same answer', () => {
    const changed = put(
      VICTIM,
      ['reform.tried'],
      lawWith('{op: set-value, value: protection.reflection-days, to: 90}'),
    );
    expect(found(changed, 'protection.reflection-days')).toMatchObject({
      what: 'number',
      before: { value: 30 },
      after: { value: 90 },
      by: ['reform.tried'],
    });
  });

  test.each(Object.keys(law.overlays))(
    'says of every provision what the two assessments say (%s)',
    (reform) => {
      const result = put(VICTIM, [reform]);
      const [before, after] = [[], [reform]].map((overlays) =>
        assess(law, { facts: VICTIM, on: '2026-01-01', overlays }),
      );
      for (const part of ['rules', 'duties', 'values'] as const) {
        const ids = new Set([...Object.keys(before?.[part] ?? {}), ...Object.keys(after?.[part] ?? {})]);
        for (const id of ids) {
          const [was, is] = [before?.[part][id], after?.[part][id]];
          const isOther = was?.strict !== is?.strict || was?.burden !== is?.burden;
          const { what } = found(result, id) ?? {};
          expect([id, what === 'answer' || what === 'new' || what === 'gone']).toEqual([id, isOther]);
        }
      }
      const isTold = result.changed.some(({ by }) => by.includes(reform));
      expect(result.unmoved.map((one) => one.reform)).toEqual(isTold ? [] : [reform]);
    },
  );

  test('fits the schema of its JSON', () => {
    const json = beforeAfterJson([put(VICTIM, [F01, 'reform.linked-procedures'])], 'fr');
    expect(BeforeAfterJson.parse(json)).toEqual(json);
    expect(json.states[0]?.changed.map(({ id }) => id)).toContain('refugee.persecution');
    expect(json.notice).toContain('Hypothetical');
  });
});
