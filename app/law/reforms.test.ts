import { type Answers, assess, inOrder, type Law, reachOf, withOverlays } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';

const VICTIM: Answers = {
  'act.recruited': 'yes',
  'means.deception': 'yes',
  'purpose.labour': 'yes',
  age: 34,
};
const REFUGEE: Answers = {
  'place.outside-nationality': 'yes',
  'fear.return': 'yes',
  'fear.real-risk': 'yes',
  'harm.reprisals': 'yes',
  'group.seen-as-one': 'yes',
  'link.protection': 'yes',
  'protection.works': 'no',
  'protection.other-nationality': 'no',
  'relocation.safe': 'no',
  'exclusion.un-agency': 'no',
  'exclusion.national-rights': 'no',
  'exclusion.grave-act': 'no',
};

function reformed(...ids: string[]): Law {
  const changed = withOverlays(loadLaw(), ids);
  if (!changed.ok) throw new Error(changed.problems.map(({ message }) => message).join(' '));
  return changed.law;
}

/** What one rule or duty says under today's law, and under a law with a reform. */
function beforeAndAfter(reform: string, { facts, id }: { facts: Answers; id: string }): string[] {
  return [loadLaw(), reformed(reform)].map((law) => {
    const { rules, duties } = assess(law, { facts });
    return (rules[id] ?? duties[id])?.strict ?? 'none';
  });
}

describe('trafficking is persecution', () => {
  test('makes the harm of a victim persecution, and nothing more', () => {
    const reform = 'reform.trafficking-is-persecution';
    expect(beforeAndAfter(reform, { facts: VICTIM, id: 'refugee.persecution' })).toEqual(['unknown', 'yes']);
    expect(beforeAndAfter(reform, { facts: VICTIM, id: 'refugee.link' })).toEqual(['unknown', 'unknown']);
    expect(beforeAndAfter(reform, { facts: VICTIM, id: 'refugee.status' })).toEqual(['unknown', 'unknown']);
  });
});

describe('trafficking is a ground', () => {
  test('links the harm to it by itself, even where it was linked to nothing', () => {
    const facts: Answers = { ...REFUGEE, ...VICTIM, 'link.protection': 'no', 'link.harm': 'no' };
    const reform = 'reform.trafficking-is-a-ground';
    expect(beforeAndAfter(reform, { facts, id: 'refugee.status' })).toEqual(['no', 'yes']);
  });
});

describe('no penalty for what trafficking brought about', () => {
  const reform = 'reform.no-penalty';

  test('turns a power into a ban for a direct consequence of trafficking', () => {
    const facts: Answers = {
      ...VICTIM,
      'place.outside-nationality': 'no',
      'place.stateless': 'no',
      'offence.alleged': 'yes',
      'offence.compelled': 'yes',
      'offence.direct': 'yes',
    };
    expect(loadLaw().duties['duty.non-punishment']?.strength).toBe('shall-enable');
    expect(loadLaw().duties['duty.no-penalty']?.strength).toBe('shall');
    expect(beforeAndAfter(reform, { facts, id: 'duty.no-penalty' })).toEqual(['no', 'yes']);
  });

  test('takes the three conditions of article 31(1) away', () => {
    const facts: Answers = {
      ...REFUGEE,
      'entry.irregular': 'yes',
      'entry.direct': 'no',
      'entry.prompt': 'no',
      'entry.good-cause': 'no',
    };
    expect(beforeAndAfter(reform, { facts, id: 'non-punishment.entry' })).toEqual(['no', 'yes']);
    expect(beforeAndAfter(reform, { facts, id: 'duty.no-penalty' })).toEqual(['no', 'yes']);
  });

  test('leaves the penalty where nothing came of trafficking', () => {
    const facts: Answers = {
      ...VICTIM,
      'place.outside-nationality': 'no',
      'place.stateless': 'no',
      'entry.irregular': 'no',
      'offence.alleged': 'yes',
      'offence.direct': 'no',
    };
    expect(beforeAndAfter(reform, { facts, id: 'duty.no-penalty' })).toEqual(['no', 'no']);
  });
});

/** What a reform gives to these answers that nobody has today. */
function givenBy(reform: string, facts: Answers): string[] {
  const [before, after] = [loadLaw(), reformed(reform)].map((law) => assess(law, { facts }));
  const owed = Object.keys(after?.duties ?? {}).filter((id) => after?.duties[id]?.strict === 'yes');
  return owed.filter((id) => before?.duties[id]?.strict !== 'yes');
}

const ASKED: Answers = { ...VICTIM, 'asylum.applied': 'yes' };

describe('each proposal', () => {
  test.each([
    ['reform.immediate-protection', VICTIM, ['duty.proposed.immediate-protection']],
    ['reform.asylum-on-trafficking', VICTIM, ['duty.proposed.asylum-on-trafficking']],
    ['reform.tailored-protection', ASKED, ['duty.proposed.tailored-protection']],
    ['reform.residence-on-harm', { ...ASKED, 'return.reach': 'yes' }, ['duty.proposed.residence-on-harm']],
    ['reform.cooperation', ASKED, ['duty.proposed.cooperation']],
    [
      'reform.palermo-status',
      { ...ASKED, 'entry.irregular': 'yes' },
      ['duty.no-penalty', 'duty.proposed.asylum-access'],
    ],
    ['reform.standard-procedures', { 'suspicion.credible': 'yes' }, ['duty.proposed.standard-procedures']],
    ['reform.every-exploitation', { 'owner.sold': 'yes' }, ['duty.proposed.exploited']],
    [
      'reform.status-no-offence',
      { ...VICTIM, 'entry.irregular': 'yes', 'offence.alleged': 'yes' },
      ['duty.no-penalty', 'duty.proposed.identify-first'],
    ],
    [
      'reform.no-testimony',
      { ...VICTIM, 'age.now': 34, 'return.proceedings': 'yes', 'stay.cooperates': 'no', testimony: 'no' },
      ['duty.residence', 'duty.residence-eu', 'duty.proposed.unconditional-assistance'],
    ],
    [
      'reform.no-closed-shelters',
      { ...VICTIM, 'detention.considered': 'yes' },
      ['duty.proposed.no-closed-shelters'],
    ],
    [
      'reform.no-return-to-traffickers',
      { ...VICTIM, 'return.considered': 'yes' },
      ['duty.proposed.return-assessment'],
    ],
    ['reform.linked-procedures', VICTIM, ['duty.proposed.linked-procedures']],
    [
      'reform.resettlement-for-danger',
      {
        'status.recognised': 'yes',
        'solution.compared': 'yes',
        'harm.retrafficking': 'yes',
        'resettlement.medical': 'yes',
      },
      ['duty.solution.resettlement', 'duty.solution.resettlement-in-time'],
    ],
  ] as [string, Answers, string[]][])('%s gives what nobody owes today', (reform, facts, duties) => {
    expect(givenBy(reform, facts)).toEqual(duties);
  });

  test('does not reach who is no victim', () => {
    const nobody: Answers = {
      ...Object.fromEntries(
        ['recruited', 'transported', 'transferred', 'harboured', 'received'].map((act) => [
          `act.${act}`,
          'no',
        ]),
      ),
      'identification.positive': 'no',
      'grounds.reasonable': 'no',
      'suspicion.credible': 'no',
      'asylum.applied': 'yes',
      'return.considered': 'yes',
      'entry.irregular': 'yes',
      'place.outside-nationality': 'no',
      'place.stateless': 'no',
    };
    const reforms = Object.keys(loadLaw().overlays);
    expect(reforms.flatMap((reform) => givenBy(reform, nobody))).toEqual([]);
  });

  test('bars the return to traffickers of whoever does not testify, too', () => {
    const facts: Answers = {
      ...VICTIM,
      'return.considered': 'yes',
      'harm.retrafficking': 'yes',
      'place.outside-nationality': 'no',
      'status.recognised': 'no',
      'place.stateless': 'no',
      'return.torture': 'no',
      'return.ill-treatment': 'no',
      'return.not-best': 'no',
      'grounds.reasonable': 'no',
      testimony: 'no',
    };
    const reform = 'reform.no-return-to-traffickers';
    expect(beforeAndAfter(reform, { facts, id: 'return.barred' })).toEqual(['no', 'yes']);
  });
});

describe('the definition in national law', () => {
  const at = (facts: Answers, state: string, overlays: string[] = []) =>
    assess(loadLaw(), { facts, state, on: '2025-06-01', overlays }).rules['trafficking.victim.national']
      ?.strict;
  const child: Answers = { 'act.recruited': 'yes', 'purpose.labour': 'yes', age: 15 };
  const notMoved: Answers = { ...VICTIM, 'travel.arranged': 'no' };

  test('gives a child back what a State that asks for means takes, and who was never moved', () => {
    expect([at(child, 'IN'), at(notMoved, 'GB')]).toEqual(['unknown', 'no']);
    for (const reform of ['reform.domestic-incorporation', 'reform.protocol-definition']) {
      expect([at(child, 'IN', [reform]), at(notMoved, 'GB', [reform])]).toEqual(['yes', 'yes']);
    }
  });

  test('written in for all takes a wider reading away, where the definition of the protocol only adds to it', () => {
    const noMeans: Answers = {
      'act.recruited': 'yes',
      'purpose.labour': 'yes',
      age: 34,
      ...Object.fromEntries(
        Object.keys(loadLaw().facts).flatMap((id) => (id.startsWith('means.') ? [[id, 'no']] : [])),
      ),
    };
    const found = ['reform.domestic-incorporation', 'reform.protocol-definition'].map((reform) =>
      at(noMeans, 'RU', [reform]),
    );
    expect([at(noMeans, 'RU'), ...found]).toEqual(['yes', 'no', 'yes']);
  });
});

describe('the library of reforms', () => {
  const overlays = Object.values(loadLaw().overlays);

  test('has all twenty-four, each with its code', () => {
    const codes = Array.from({ length: 24 }, (_, n) => `F${String(n + 1).padStart(2, '0')}`);
    expect(overlays.map(({ code }) => code).sort()).toEqual(codes);
  });

  test('says of those that change no rule why they do not, and of no other', () => {
    const silent = overlays.filter(({ ops }) => ops.length === 0);
    expect(silent.map(({ code }) => code).sort()).toEqual(['F11', 'F19', 'F21', 'F22', 'F24']);
    expect(silent.filter(({ noEffect }) => !noEffect)).toEqual([]);
  });

  test('names the treaty that would change, and the paragraph on how, where there is one', () => {
    const amended = (id: string) =>
      overlays
        .filter(({ amends }) => amends === id)
        .map(({ code }) => code)
        .sort();
    expect(amended('refugee-convention')).toEqual(['F01', 'F02', 'F03', 'F04', 'F05']);
    expect(amended('palermo')).toEqual(['F06', 'F07', 'F08', 'F09']);
    expect(overlays.filter(({ amends, procedure }) => amends && !procedure?.cites.length)).toEqual([]);
  });

  test('leaves outside whom the treaty does not bind: an amendment of the Refugee Convention reaches no Rohingya in Malaysia', () => {
    const then = reachOf(loadLaw(), 'reform.trafficking-is-persecution', '2015-01-01');
    expect(then?.outside).toContain('MY');
    expect(then?.bound).not.toContain('MY');
    expect(then?.bound).toContain('NO');
    expect(then?.lastOutside).toEqual([]);
    expect(reachOf(loadLaw(), 'reform.protocol-definition', '2015-01-01')).toBeUndefined();
  });

  test('says of a day after the list who was outside when that was last known, never that they are', () => {
    const now = reachOf(loadLaw(), 'reform.trafficking-is-persecution', '2026-03-16');
    expect(now?.outside).toEqual([]);
    expect(now?.lastOutside).toContainEqual({ state: 'MY', asOf: '2015-03-01' });
    expect(now?.unknown).toContain('MY');
  });

  test.each(['2015-01-01', '2026-03-16'] as const)(
    'tells apart who is bound by the Refugee Convention through its protocol alone (%s)',
    (on) => {
      const reach = reachOf(loadLaw(), 'reform.trafficking-is-persecution', on);
      const through = reach?.through.map(({ state, instrument }) => `${state} ${instrument}`);
      expect(through).toEqual(['CV', 'US', 'VE'].map((state) => `${state} refugee-protocol`));
      const elsewhere = [reach?.bound, reach?.outside, reach?.unknown].flat();
      for (const state of ['CV', 'US', 'VE']) expect(elsewhere).not.toContain(state);
    },
  );

  test('can be switched on all at once, in the order in which they come after one another', () => {
    const ordered = inOrder(loadLaw().overlays).map(({ id }) => id);
    expect(ordered).toHaveLength(overlays.length);
    expect(reformed(...ordered).reforms).toEqual(ordered);
  });
});
