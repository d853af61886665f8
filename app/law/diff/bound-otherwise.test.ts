import type { Law, Listed } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { boundOtherwise } from './bound-otherwise.ts';

const law = loadLaw();
const TODAY = '2026-11-22';

/** The law with another entry for one State in the list of parties to a treaty; without one the State is taken out. */
function listed(instrument: string, state: string, entry?: Listed): Law {
  const list = law.parties[instrument];
  if (!list?.states[state]) throw new Error(`${state} stands in no list of ${instrument}.`);
  const { [state]: _, ...others } = list.states;
  const states = entry ? { ...others, [state]: entry } : others;
  return { ...law, parties: { ...law.parties, [instrument]: { ...list, states } } };
}

describe('whom a treaty binds, on every day on which that can turn', () => {
  test('Malaysia is taken out of the Abolition of Forced Labour Convention: less', () => {
    const before = listed('forced-labour-abolition-convention', 'MY', {
      kind: 'consented',
      on: '1958-10-13',
    });
    const after = listed('forced-labour-abolition-convention', 'MY');
    const found = boundOtherwise({ before, after }, TODAY);
    expect(found).toMatchObject([
      { id: 'forced-labour-abolition-convention', effect: 'narrower', states: ['MY'], protects: true },
    ]);
    expect(found[0]?.why).toContain(
      'was yes and is no from 1959-10-13 to 2013-12-01; was yes and is not known from 2013-12-02 on',
    );
  });

  test('Malaysia joins the Palermo Protocol five years later: less, for those years, though today says the same', () => {
    const before = listed('palermo', 'MY', { kind: 'consented', on: '2009-02-26' });
    const after = listed('palermo', 'MY', { kind: 'consented', on: '2014-02-26' });
    const found = boundOtherwise({ before, after }, TODAY);
    expect(found).toMatchObject([{ id: 'palermo', effect: 'narrower', states: ['MY'], on: '2009-03-28' }]);
    expect(found[0]?.why).toContain(
      'was yes with a limit of its own and is no from 2009-03-28 to 2014-03-27',
    );
  });

  test('a treaty that is gone binds nobody any more; States of which the same is told stand together', () => {
    const { palermo: _, ...instruments } = law.instruments;
    const { palermo: __, ...parties } = law.parties;
    const found = boundOtherwise({ before: law, after: { ...law, instruments, parties } }, TODAY);
    expect(found.every(({ id, effect }) => id === 'palermo' && effect === 'narrower')).toBe(true);
    expect(found.flatMap(({ states }) => states)).toContain('MY');
  });

  test('a reservation that is new takes something away, from its first day on', () => {
    const { NO } = law.states;
    if (!NO) throw new Error('There is no Norway.');
    const { place } = NO;
    const said = { kind: 'geographic-limitation' as const, articles: [], text: 'Made up.', place };
    const known = { from: '2020-01-01', asOf: '2024-01-01' as const, status: 'unverified' as const };
    const made = { instrument: 'palermo', ...said, ...known, checkedBy: [] };
    const reservations = [...NO.reservations, made];
    const after = { ...law, states: { ...law.states, NO: { ...NO, reservations } } };
    const found = boundOtherwise({ before: law, after }, TODAY);
    expect(found).toMatchObject([{ id: 'palermo', effect: 'narrower', states: ['NO'], on: '2020-01-01' }]);
    expect(found[0]?.why).toContain('was yes and is yes with a limit of its own from 2020-01-01');
  });

  test('two that say the same bind nobody otherwise', () => {
    expect(boundOtherwise({ before: law, after: { ...law } }, TODAY)).toEqual([]);
  });
});
