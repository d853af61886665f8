import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { findGaps } from '../states/index.ts';
import { standingOf } from '../states/standing.ts';
import { flat } from '../testing/index.ts';
import { type SopOptions, sop } from './sop-command.ts';

const run = (state: string, more: Partial<SopOptions> = {}) =>
  sop({ state, review: false, lang: 'en', json: false, colour: false, today: new Date(2026, 0, 1), ...more });
const json = (state: string, more: Partial<SopOptions> = {}) =>
  JSON.parse(run(state, { json: true, ...more }).text);

describe('clew law sop', () => {
  test('prints every stage with who acts, limits and the walls, in 80 columns', () => {
    const { text, exitCode } = run('NO');
    expect(exitCode).toBe(0);
    for (const id of ['1a', '1b', '1c', '1d', '2', '2b', '3', '3b', '4'])
      expect(text).toContain(`Stage ${id}: `);
    expect(flat(text)).toContain('Nobody interrogates.');
    expect(flat(text)).toContain('W7 Who refuses consent gets no less help.');
    expect(flat(text)).toContain('No named person has checked this');
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('tells what binds the State from what may and what does not, with the day of the list', () => {
    const stage = (state: string) => flat(run(state, { stage: '1b' }).text);
    expect(stage('NO')).toMatch(/Owed, and NO is bound:.*duty\.assistance .*Bound since 2008-05-01/);
    expect(stage('MY')).toMatch(
      /Last known not bound; owed only if MY has been bound since:.*duty\.assistance .*Last known not bound on 2023-10-01/,
    );
    // Nobody looked at what Malaysia said of the convention on organized crime: it is party, and no more is said.
    expect(flat(run('MY', { stage: '1b' }).text)).toMatch(
      /Asked by what MY is party to; reservations not looked at:.*duty\.assistance-organized-crime/,
    );
    const bound = json('NO', { stage: '1b' }).stages[0].duties.find(
      ({ id }: { id: string }) => id === 'duty.assistance',
    ).bound;
    expect(bound.verdict).toBe('yes');
    expect(bound.by[0].asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  /** A day after the lists of parties. */
  const lately = { on: '2026-03-12', today: new Date(2026, 5, 1) };

  /** The duties of a stage that stand under a title of it, up to the next title. */
  const under = (title: string, { state = 'MY', stage }: { state?: string; stage: string }) => {
    const { text } = run(state, { stage, ...lately });
    const [, after = ''] = text.split(`\n  ${title}`);
    return flat(after.split(/\n {2}(?! )/)[0] ?? '');
  };

  test('puts what the law says only to consider or to try under no “owed”', () => {
    const owed = under('Owed, and MY is bound:', { stage: '1b' });
    const asked = under('Asked of MY, and no more:', { stage: '1b' });
    expect(owed).toContain('duty.special-needs-palermo');
    for (const id of ['duty.assistance-palermo', 'duty.safety-palermo']) {
      expect(owed).not.toContain(id);
      expect(asked).toContain(id);
    }
  });

  test('has a title of its own for what did not bind the State when that was last known', () => {
    const then = under('Last known not bound;', { stage: '1a' });
    expect(then).toMatch(
      /duty\.no-arbitrary-detention .*art\. 9\(1\) \[compared\]\. Last known not bound on 2022-08-01; since then not known\./,
    );
    const open = under('Owed if MY is bound, which is not known:', { stage: '1a' });
    expect(open).toContain('duty.no-detention-asean');
    expect(open).not.toContain('duty.no-arbitrary-detention');
  });

  test.each(['MY', 'NO', 'GB', 'TH'])('sorts every duty of %s as gaps does', (state) => {
    const duties = json(state, lately).stages.flatMap(({ duties: some }: { duties: unknown[] }) => some);
    const gaps = new Map(
      findGaps(loadLaw(), { state, on: '2026-03-12' }).gaps.map((gap) => [gap.id, standingOf(gap)]),
    );
    expect(duties.length).toBeGreaterThan(20);
    expect(
      duties.filter(({ id, standing }: { id: string; standing: string }) => gaps.get(id) !== standing),
    ).toEqual([]);
  });

  test('says of what is said to be custom that it is, where no treaty is known to bind', () => {
    const custom = (state: string, on: string) => flat(run(state, { ...lately, on }).text);
    const said = (state: string) =>
      `Said to be custom too, which would bind ${state} without a treaty; nobody has verified that.`;
    expect(custom('MY', '2026-03-12')).toContain(said('MY'));
    expect(custom('MY', '2015-01-01')).toContain(`duty.no-refoulement: ${said('MY')}`);
    expect(custom('NO', '2015-01-01')).not.toContain('custom too');
  });

  test('takes the number of days from the State’s own file, and says where nobody has said one', () => {
    expect(flat(run('NO', { stage: '1d' }).text)).toContain('180 calendar days from the day');
    expect(flat(run('NO').text)).toContain('NO gives 180 days, since 2009-12-31.');
    expect(flat(run('NO', { on: '2009-06-01', stage: '1d' }).text)).toContain(
      'what NO gives nobody has said',
    );
    expect(flat(run('MY').text)).toContain(
      'Nobody has said what MY gives. The least that the treaty allows is 30 days.',
    );
  });

  test('says of a State without a file that nothing is known of it, and never that it is not bound', () => {
    const text = flat(run('VU').text);
    expect(text).toMatch(/Which of them it is in VU, nobody has said/);
    expect(
      json('VU').stages.flatMap(({ duties }: { duties: { bound?: { verdict: string } }[] }) => duties),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ bound: expect.objectContaining({ verdict: 'unknown' }) }),
      ]),
    );
  });

  test('shows the State’s own reading of a rule', () => {
    const ids = json('GB').ownLaw.map(({ id }: { id: string }) => id);
    expect(ids).toContain('trafficking.victim.national');
  });

  test('puts the principles as questions to a measure, and approves nothing', () => {
    const text = flat(run('NO', { review: true }).text);
    expect(text).toContain('Twelve questions to any planned measure');
    expect(text).toContain('calls 8 of these its key principles');
    expect(text).toContain('does not claim to be that list');
    expect(text).toContain('Does anybody lose a right by it that they had before? [ ] yes');
    expect(text).toContain('A yes to all of them approves nothing.');
  });

  test('says in French and Arabic that the words are a machine’s draft', () => {
    expect(flat(run('NO', { lang: 'ar' }).text)).toContain("The words in “ar” are a machine's draft.");
    expect(json('NO', { lang: 'fr' })).toMatchObject({
      isDraft: true,
      stages: [{ name: 'Détection' }, {}, {}, {}, {}, {}, {}, {}, {}],
    });
    expect(flat(run('NO').text)).not.toContain('machine');
  });

  test('refuses what is no State, no day and no stage, with exit code 2 and nothing printed', () => {
    expect(run('UK')).toMatchObject({ exitCode: 2, text: expect.stringContaining('--state:1') });
    expect(run('NO', { on: '2026-13-01' })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('--on:1'),
    });
    expect(run('NO', { on: '2027-01-01' }).exitCode).toBe(2);
    expect(run('NO', { stage: '9' })).toMatchObject({ exitCode: 2, text: expect.stringContaining('1a, 1b') });
    expect(JSON.parse(run('\u001b[2J', { json: true }).text).problems).toMatchObject([
      { code: 'unknown-state' },
    ]);
  });

  test('carries the hash of the law and of the mechanism', () => {
    const { hashes, on } = json('NO');
    expect(on).toBe('2026-01-01');
    expect(hashes.law).toBe(loadLaw().hash);
    expect(hashes.referral).toMatch(/^[0-9a-f]{64}$/);
  });
});
