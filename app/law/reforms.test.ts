import { type Answers, assess, type Law, withOverlays } from '@clew/rules';
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

test('the three reforms can be switched on together', () => {
  const ids = ['reform.trafficking-is-persecution', 'reform.trafficking-is-a-ground', 'reform.no-penalty'];
  expect(reformed(...ids).reforms).toEqual(ids);
});
