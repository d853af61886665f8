import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, isPublic, kindOf, PERMISSIONS } from './actions.ts';
import { COMPARTMENTS } from './compartments.ts';
import { ENFORCEMENT } from './mandates.ts';
import { type Actor, may, type Thing } from './may.ts';
import { builtInRole, REACHES, ROLES, type Role, type RoleName, rolesOf } from './roles.ts';
import { actor, admission, role, sending, someone, thing } from './testing/arbitraries.ts';
import { CIRCLES, foretell, LETTERS, WORDS } from './testing/oracle.ts';

const run = { seed: 5, numRuns: 2_000 };
const content = ACTIONS.filter((action) => ['file', 'grant'].includes(kindOf(action)));
const compartments = COMPARTMENTS.flatMap((name) => [`file.reveal.${name}`, `file.write.${name}`] as const);

/** Yes, or how it is refused. */
function answer(who: Actor | undefined, action: Action, what: Thing): string {
  const decision = may(who, action, what);
  return decision.may ? 'yes' : decision.how;
}

/** All that an actor may do to a thing. */
function permitted(who: Actor, what: Thing): string[] {
  return ACTIONS.filter((action) => may(who, action, what).may);
}

/** Fails where more is permitted after than before. */
function neverMore(before: string[], after: string[]): void {
  expect(after.filter((action) => !before.includes(action))).toEqual([]);
}

/** Something that belongs to the agency of who asks, so that the agency is not what refuses. */
const near = fc.tuple(actor, thing).map(([who, what]) => [who, { ...what, agencyId: who.agencyId }] as const);

describe('the policy says what an oracle says that was written by another line of thought', () => {
  test('of every actor, action and thing', () => {
    fc.assert(
      fc.property(
        fc.oneof(near, sending, fc.tuple(actor, thing), fc.tuple(fc.constant(undefined), thing)),
        ([who, what]) => {
          const foretold = foretell(who, what);
          const wrong = ACTIONS.filter((action) => answer(who, action, what) !== foretold(action));
          expect(wrong).toEqual([]);
        },
      ),
      run,
    );
  });

  test.each(ROLES)('of what a %s may', (name) => {
    const letter = LETTERS[name] ?? '';
    const words = [...WORDS].flatMap(([word, letters]) => (letters.includes(letter) ? word : []));
    expect([...builtInRole(name).permissions].toSorted()).toEqual(words.toSorted());
    expect(new Set(builtInRole(name).permissions).size).toBe(words.length);
    expect(CIRCLES[builtInRole(name).reach]).toContain(letter);
  });

  test('and knows every permission', () => {
    expect([...WORDS.keys()].toSorted()).toEqual([...PERMISSIONS].toSorted());
  });
});

describe('whoever asks, whatever for', () => {
  test('nothing of another agency is ever anything but not found', () => {
    fc.assert(
      fc.property(actor, thing, (who, what) => {
        const foreign = { ...what, agencyId: who.agencyId === 'shelter' ? 'clinic' : 'shelter' };
        expect(ACTIONS.filter((action) => answer(who, action, foreign) !== 'not-found')).toEqual([]);
      }),
      run,
    );
  });

  test('what may not be seen is never called forbidden', () => {
    fc.assert(
      fc.property(near, ([who, what]) => {
        const sight = what.kind === 'file' ? 'file.open' : `${what.kind}.read`;
        const isSeen = permitted(who, what).includes(sight);
        const refused = isSeen ? 'forbidden' : 'not-found';
        const wrong = ACTIONS.filter((action) => !['yes', refused].includes(answer(who, action, what)));
        expect(wrong).toEqual([]);
      }),
      run,
    );
  });

  test('a further exclusion, recusal or suspicion never permits more', () => {
    fc.assert(
      fc.property(
        near,
        fc.constantFrom('excluded', 'recused', 'suspected'),
        someone,
        ([who, what], list, whom) => {
          const stricter = { ...what, [list]: [...(what[list] ?? []), whom] };
          neverMore(permitted(who, what), permitted(who, stricter));
        },
      ),
      run,
    );
  });

  test('whoever is excluded, stepped back or is suspected finds nothing', () => {
    fc.assert(
      fc.property(near, fc.constantFrom('excluded', 'recused', 'suspected'), ([who, what], list) => {
        expect(permitted(who, { ...what, [list]: [who.workerId] })).toEqual([]);
      }),
      run,
    );
  });

  test('a role less, a permission less or a narrower reach never permits more', () => {
    fc.assert(
      fc.property(near, fc.nat(2), fc.nat(), ([who, what], at, which) => {
        const narrower = (change: (roles: Role) => Role | []) => ({
          ...who,
          roles: who.roles.flatMap((own, index) => (index === at ? change(own) : own)),
        });
        const before = permitted(who, what);
        neverMore(
          before,
          permitted(
            narrower(() => []),
            what,
          ),
        );
        neverMore(
          before,
          permitted(
            narrower((own) => ({ ...own, permissions: without(own.permissions, which) })),
            what,
          ),
        );
        neverMore(
          before,
          permitted(
            narrower((own) => ({ ...own, reach: nearer(own) })),
            what,
          ),
        );
      }),
      run,
    );
  });

  test('withdrawal never permits more, and shuts every compartment', () => {
    fc.assert(
      fc.property(near, ([who, what]) => {
        const gone = permitted(who, { ...what, withdrawn: true });
        neverMore(permitted(who, { ...what, withdrawn: false }), gone);
        expect(gone.filter((action) => (compartments as string[]).includes(action))).toEqual([]);
      }),
      run,
    );
  });

  test('a file that is closed permits nothing more, and takes nothing new', () => {
    fc.assert(
      fc.property(near, ([who, what]) => {
        const gone = permitted(who, { ...what, closed: true });
        neverMore(permitted(who, { ...what, closed: false }), gone);
        expect(gone.filter((action) => /^file\.(write\.|send)|^grant\.write$/.test(action))).toEqual([]);
      }),
      run,
    );
  });

  test('nobody seals what they confirmed themselves, unless nobody else could', () => {
    fc.assert(
      fc.property(near, ([who, what]) => {
        const own = { ...what, confirmedBy: who.workerId };
        expect(permitted(who, { ...own, noThird: false })).not.toContain('glass.seal');
        expect(permitted(who, { ...own, noThird: true })).toEqual(
          permitted(who, { ...own, confirmedBy: 'somebody else' }),
        );
      }),
      run,
    );
  });

  test('a mandate more to enforce never permits more, and opens no compartment', () => {
    fc.assert(
      fc.property(near, fc.constantFrom(...ENFORCEMENT), ([who, what], mandate) => {
        const officer = { ...who, mandates: [...who.mandates, mandate] };
        neverMore(permitted(who, what), permitted(officer, what));
        expect(permitted(officer, what).filter((action) => (content as string[]).includes(action))).toEqual(
          [],
        );
      }),
      run,
    );
  });

  test('whoever administers or audits, whatever else they are, opens no file', () => {
    const names = fc.subarray([...ROLES, 'own']);
    fc.assert(
      fc.property(
        near,
        fc.constantFrom('administrator', 'auditor'),
        names,
        role,
        ([who, what], one, more, own) => {
          const roles = rolesOf(
            [...more, one],
            [
              { ...own, id: 'own' },
              { ...own, id: one },
            ],
          );
          expect(
            permitted({ ...who, roles }, what).filter((action) => (content as string[]).includes(action)),
          ).toEqual([]);
        },
      ),
      run,
    );
  });

  test('break-glass opens nothing to write, nothing to who let themselves in, and what no role opens to nobody', () => {
    fc.assert(
      fc.property(near, admission, ([who, what], entry) => {
        const before = permitted(who, { ...what, admitted: [] });
        const gained = permitted(who, { ...what, admitted: [entry] }).filter(
          (action) => !before.includes(action),
        );
        const open = ['file.open', `file.reveal.${entry.compartment}`, 'file.send'];
        expect(gained.filter((action) => !open.includes(action))).toEqual([]);
        for (const action of gained)
          expect(
            who.roles.some(({ permissions }) => (permissions as readonly string[]).includes(action)),
          ).toBe(true);
        if (entry.workerId !== who.workerId || [entry.confirmedBy, entry.sealedBy].includes(who.workerId))
          expect(gained).toEqual([]);
      }),
      run,
    );
  });

  test('nobody confirms what they proposed', () => {
    fc.assert(
      fc.property(near, ([who, what]) => {
        const own = permitted(who, { ...what, proposedBy: who.workerId });
        expect(own.filter((action) => /confirm$|seal$/.test(action))).toEqual([]);
      }),
      run,
    );
  });

  test('who has not signed in does what is public, and that to nothing of an agency', () => {
    fc.assert(
      fc.property(thing, (what) => {
        const all = ACTIONS.filter((action) => may(undefined, action, what).may);
        expect(all).toEqual(what.agencyId === undefined ? ACTIONS.filter(isPublic) : []);
      }),
      run,
    );
  });
});

function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at % Math.max(1, list.length));
}

function nearer({ reach }: Role): Role['reach'] {
  return REACHES[Math.max(0, REACHES.indexOf(reach) - 1)] ?? 'named';
}

test('the eleven roles each go with themselves', () => {
  for (const name of ROLES) expect(rolesOf([name])).toEqual([builtInRole(name as RoleName)]);
});
