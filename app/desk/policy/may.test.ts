import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, isAction, isPublic, kindOf } from './actions.ts';
import { COMPARTMENTS } from './compartments.ts';
import { MANDATES } from './mandates.ts';
import { type Actor, may, mayAtAll, NOBODYS, type Thing } from './may.ts';
import { isClash, ROLES, type Role, rolesOf } from './roles.ts';

/** A worker of a shelter, unless told otherwise. */
function worker(roles: readonly string[], rest: Partial<Actor> = {}): Actor {
  return {
    workerId: 'amina',
    agencyId: 'shelter',
    roles: rolesOf(roles),
    mandates: ['shelter'],
    teams: ['north'],
    isDeputyFor: [],
    ...rest,
  };
}

/** A file of the shelter that Amina owns, unless told otherwise. */
function file(rest: Partial<Thing> = {}): Thing {
  return { kind: 'file', agencyId: 'shelter', ownerId: 'amina', teamId: 'north', ...rest };
}

const foreign = { ownerId: 'bilal', teamId: 'south' };

describe('whose file', () => {
  test('a case worker opens her own, and no colleague’s', () => {
    expect(may(worker(['case-worker']), 'file.reveal.identity', file())).toEqual({ may: true });
    expect(may(worker(['case-worker']), 'file.open', file({ ownerId: 'bilal' }))).toEqual({
      may: false,
      how: 'not-found',
      why: 'out-of-reach',
    });
  });

  test('a supervisor opens those of the team, and not those of another', () => {
    expect(may(worker(['supervisor']), 'file.open', file({ ownerId: 'bilal' })).may).toBe(true);
    expect(may(worker(['supervisor']), 'file.open', file(foreign))).toMatchObject({ how: 'not-found' });
  });

  test('a coordinator sees every file of the agency, and no compartment', () => {
    expect(may(worker(['coordinator']), 'file.open', file(foreign)).may).toBe(true);
    for (const name of COMPARTMENTS)
      expect(may(worker(['coordinator']), `file.reveal.${name}`, file(foreign))).toMatchObject({
        how: 'forbidden',
        why: 'no-permission',
      });
  });

  test('a deputy opens those of the one they stand in for, as far as their own roles lead', () => {
    const deputy = worker(['case-worker'], { isDeputyFor: ['bilal'] });
    expect(may(deputy, 'file.reveal.identity', file(foreign)).may).toBe(true);
    expect(may(deputy, 'file.reveal.health', file(foreign))).toMatchObject({ how: 'forbidden' });
  });

  test('a deputy stands no nearer than who is excluded', () => {
    const deputy = worker(['case-worker'], { isDeputyFor: ['bilal'] });
    for (const bar of ['excluded', 'recused', 'suspected'] as const)
      expect(may(deputy, 'file.open', file({ ...foreign, [bar]: ['bilal'] }))).toMatchObject({
        how: 'not-found',
        why: 'out-of-reach',
      });
  });

  test('a guardian opens a file only where they are named, and not once they are under suspicion', () => {
    const guardian = worker(['guardian'], { isDeputyFor: ['bilal'] });
    expect(may(guardian, 'file.open', file())).toMatchObject({ how: 'not-found' });
    expect(may(guardian, 'file.open', file({ named: ['amina'] })).may).toBe(true);
    expect(may(guardian, 'file.open', file({ named: ['amina'], suspected: ['amina'] }))).toMatchObject({
      how: 'not-found',
      why: 'suspected',
    });
  });

  test('nothing of another agency is there, whatever the role', () => {
    const everything = worker(ROLES.filter((role) => role !== 'administrator' && role !== 'auditor'));
    for (const action of ACTIONS.filter((name) => !isPublic(name)))
      expect(may(everything, action, { ...file(), kind: kindOf(action), agencyId: 'police' })).toMatchObject({
        how: 'not-found',
        why: 'other-agency',
      });
  });
});

describe('who must never see', () => {
  test('whoever is excluded by name finds nothing, also as owner, supervisor, or let in by break-glass', () => {
    const admitted = COMPARTMENTS.map((compartment) => ({
      ...{ workerId: 'amina', compartment, confirmedBy: 'chidi', sealedBy: 'dara' },
    }));
    const barred = file({ named: ['amina'], excluded: ['amina'], admitted });
    for (const action of ACTIONS.filter((name) => kindOf(name) === 'file'))
      expect(may(worker(['case-worker', 'supervisor', 'health']), action, barred)).toMatchObject({
        how: 'not-found',
        why: 'excluded',
      });
  });

  test('whoever stepped back finds it no more', () => {
    expect(may(worker(['case-worker']), 'file.recuse', file()).may).toBe(true);
    expect(may(worker(['case-worker']), 'file.open', file({ recused: ['amina'] }))).toMatchObject({
      how: 'not-found',
      why: 'recused',
    });
  });
});

describe('break-glass', () => {
  const letIn = {
    workerId: 'amina',
    compartment: 'narrative',
    confirmedBy: 'chidi',
    sealedBy: 'dara',
  } as const;

  test('leads further than the reach, into what was named alone', () => {
    const open = file({ ...foreign, admitted: [letIn] });
    expect(may(worker(['case-worker']), 'file.open', open).may).toBe(true);
    expect(may(worker(['case-worker']), 'file.reveal.narrative', open).may).toBe(true);
    expect(may(worker(['case-worker']), 'file.reveal.identity', open)).toMatchObject({ how: 'forbidden' });
    expect(may(worker(['case-worker']), 'file.write.narrative', open)).toMatchObject({ how: 'forbidden' });
  });

  test('does not lead into what no role of theirs opens', () => {
    const open = file({ ...foreign, admitted: [{ ...letIn, compartment: 'health' }] });
    expect(may(worker(['case-worker']), 'file.reveal.health', open)).toMatchObject({ why: 'no-permission' });
    expect(may(worker(['administrator']), 'file.open', open)).toMatchObject({ how: 'not-found' });
  });

  test('counts for nothing where somebody let themselves in', () => {
    for (const own of [{ confirmedBy: 'amina' }, { sealedBy: 'amina' }])
      expect(
        may(worker(['case-worker']), 'file.open', file({ ...foreign, admitted: [{ ...letIn, ...own }] })),
      ).toMatchObject({ how: 'not-found' });
  });
});

describe('mandates', () => {
  test.each(['immigration-enforcement', 'police'] as const)(
    '%s opens no file, also beside another',
    (enforcing) => {
      const officer = worker(['case-worker'], { mandates: ['identification', 'asylum', enforcing] });
      expect(may(officer, 'file.open', file())).toEqual({ may: false, how: 'not-found', why: 'mandate' });
      expect(may(officer, 'file.reveal.law-enforcement', file())).toMatchObject({ how: 'not-found' });
    },
  );

  test('an agency that has none yet opens no file', () => {
    expect(may(worker(['case-worker'], { mandates: [] }), 'file.make', file())).toMatchObject({
      why: 'mandate',
    });
  });

  const toPolice = { to: 'police', mandates: ['police'] as const, personAsks: false };

  test('to one that enforces goes the flag “do not remove”, and nothing else that the person does not ask for', () => {
    const grant = { ...file(), kind: 'grant' as const };
    const flag = { ...toPolice, categories: ['do-not-remove'] as const };
    const story = { ...toPolice, categories: ['do-not-remove', 'narrative'] as const };
    expect(may(worker(['case-worker']), 'grant.write', { ...grant, giving: flag }).may).toBe(true);
    expect(may(worker(['case-worker']), 'grant.write', { ...grant, giving: story })).toMatchObject({
      how: 'forbidden',
      why: 'recipient-mandate',
    });
    expect(
      may(worker(['case-worker']), 'grant.write', { ...grant, giving: { ...story, personAsks: true } }).may,
    ).toBe(true);
  });

  test('nothing is sent without a grant in force for that recipient, and for all that is sent', () => {
    const giving = {
      to: 'clinic',
      mandates: ['health'] as const,
      categories: ['identity'] as const,
      personAsks: false,
    };
    const send = (thing: Partial<Thing>) =>
      may(worker(['case-worker']), 'file.send', file({ giving, ...thing }));
    expect(send({})).toMatchObject({ how: 'forbidden', why: 'no-grant' });
    expect(send({ grants: [{ ...giving, to: 'other' }] })).toMatchObject({ why: 'no-grant' });
    expect(send({ grants: [{ ...giving, categories: ['health'] }] })).toMatchObject({ why: 'no-grant' });
    expect(send({ grants: [giving] }).may).toBe(true);
    expect(send({ grants: [giving], withdrawn: true })).toMatchObject({ why: 'withdrawn' });
  });

  test('what was granted before the recipient began to enforce does not go', () => {
    const giving = { ...toPolice, categories: ['identity'] as const };
    expect(may(worker(['case-worker']), 'file.send', file({ giving, grants: [giving] }))).toMatchObject({
      why: 'recipient-mandate',
    });
  });

  test('nobody sends what they may not read themselves', () => {
    const giving = {
      to: 'clinic',
      mandates: ['health'] as const,
      categories: ['health'] as const,
      personAsks: true,
    };
    expect(may(worker(['case-worker']), 'file.send', file({ giving, grants: [giving] }))).toMatchObject({
      why: 'unread',
    });
  });
});

describe('two people', () => {
  test('nobody confirms what they proposed, nor what nobody proposed', () => {
    const proposal = { kind: 'mandate', agencyId: 'shelter' } as const;
    const confirm = (proposedBy: object) =>
      may(worker(['administrator']), 'mandate.confirm', { ...proposal, ...proposedBy });
    expect(confirm({ proposedBy: 'amina' })).toMatchObject({ how: 'forbidden', why: 'own-proposal' });
    expect(confirm({})).toMatchObject({ why: 'own-proposal' });
    expect(confirm({ proposedBy: 'bilal' }).may).toBe(true);
  });
});

describe('withdrawal', () => {
  test('closes every compartment; the person can be shown who looked, and can grant anew', () => {
    const gone = file({ withdrawn: true });
    expect(may(worker(['case-worker']), 'file.reveal.identity', gone)).toMatchObject({
      how: 'forbidden',
      why: 'withdrawn',
    });
    expect(may(worker(['case-worker']), 'file.history', gone).may).toBe(true);
    expect(may(worker(['case-worker']), 'grant.end', { ...gone, kind: 'grant' }).may).toBe(true);
  });
});

describe('without a role', () => {
  test('a worker has their own session and the names of the agency, and somebody else’s session is not there', () => {
    const session = { kind: 'session', agencyId: 'shelter' } as const;
    expect(may(worker([]), 'session.end', { ...session, ownerId: 'amina' }).may).toBe(true);
    expect(may(worker([]), 'session.end', { ...session, ownerId: 'bilal' })).toMatchObject({
      how: 'not-found',
    });
    expect(may(worker([]), 'worker.read', { kind: 'worker', agencyId: 'shelter' }).may).toBe(true);
    expect(may(worker([]), 'worker.leave', { kind: 'worker', agencyId: 'shelter' })).toMatchObject({
      how: 'forbidden',
    });
  });

  test('somebody who has not signed in reads what is public, and nothing of an agency', () => {
    expect(may(undefined, 'law.read', NOBODYS).may).toBe(true);
    expect(may(undefined, 'worker.read', { kind: 'worker', agencyId: 'shelter' })).toMatchObject({
      how: 'not-found',
      why: 'not-signed-in',
    });
    expect(may(undefined, 'public.read', file())).toMatchObject({ how: 'not-found' });
  });
});

describe('the closed lists', () => {
  test.each(['everything', 'file', 'file.reveal', 'toString', '__proto__', ''])('%j is no action', (name) => {
    expect(isAction(name)).toBe(false);
    expect(may(worker([...ROLES]), name as Action, file())).toMatchObject({
      may: false,
      why: 'unknown-action',
    });
  });

  test('no action stands twice, and each has the form that a page’s action has', () => {
    expect(new Set(ACTIONS).size).toBe(ACTIONS.length);
    for (const action of ACTIONS) expect(action).toMatch(/^[a-z]+(\.[a-z-]+)+$/);
    expect(MANDATES).toHaveLength(10);
  });
});

describe('roles that do not go together', () => {
  test.each(['administrator', 'auditor'])('%s and case worker: no file opens', (role) => {
    expect(may(worker([role, 'case-worker']), 'file.open', file())).toMatchObject({ how: 'not-found' });
  });

  test('nor can they be given together', () => {
    expect(isClash(['administrator', 'case-worker'])).toBe(true);
    expect(isClash(['auditor', 'coordinator'])).toBe(true);
    expect(isClash(['administrator', 'auditor'])).toBe(false);
    expect(isClash(['administrator', 'own'], [{ id: 'own', reach: 'own', permissions: ['file.open'] }])).toBe(
      true,
    );
  });

  test('an agency’s own definition takes the place of the built-in one, but for administrator and auditor', () => {
    const reader: Role = { id: 'case-worker', reach: 'agency', permissions: ['file.open'] };
    const grab: Role = { id: 'administrator', reach: 'agency', permissions: ['file.open'] };
    expect(rolesOf(['case-worker'], [reader, grab])).toEqual([reader]);
    expect(rolesOf(['administrator'], [reader, grab])).toEqual(rolesOf(['administrator']));
    expect(rolesOf(['nobody'], [reader])).toEqual([]);
  });
});

test('a page can ask beforehand whether there is anything at all', () => {
  expect(mayAtAll(worker(['administrator']), 'file.open')).toBe(false);
  expect(mayAtAll(worker(['case-worker']), 'file.open')).toBe(true);
  expect(mayAtAll(worker(['case-worker'], { mandates: ['police'] }), 'file.open')).toBe(false);
  expect(mayAtAll(undefined, 'file.open')).toBe(false);
  expect(mayAtAll(undefined, 'law.read')).toBe(true);
});
