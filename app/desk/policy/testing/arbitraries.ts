import fc from 'fast-check';
import { ACTIONS, kindOf, PERMISSIONS } from '../actions.ts';
import { CATEGORIES, COMPARTMENTS } from '../compartments.ts';
import { MANDATES } from '../mandates.ts';
import type { Actor, Admission, Giving, Thing } from '../may.ts';
import { builtInRole, REACHES, ROLES, type Role } from '../roles.ts';

// Few ids, so that people meet.
export const someone = fc.constantFrom('amina', 'bilal', 'chidi', 'dara');
const agency = fc.constantFrom('shelter', 'shelter', 'shelter', 'clinic');
const team = fc.constantFrom('north', 'south');
const some = <T>(values: readonly T[]) => fc.subarray([...values]);
/** Mostly few: an agency with all mandates enforces too. */
const mandates = fc.oneof(
  fc.constantFrom(...MANDATES).map((mandate) => [mandate]),
  some(MANDATES),
);

/** A role of the eleven, or one that an agency made: any permissions, also ones that do not go together. */
export const role: fc.Arbitrary<Role> = fc.oneof(
  fc.constantFrom(...ROLES).map(builtInRole),
  fc.record({ id: fc.constant('own'), reach: fc.constantFrom(...REACHES), permissions: some(PERMISSIONS) }),
);

export const actor: fc.Arbitrary<Actor> = fc.record({
  workerId: someone,
  agencyId: agency,
  roles: fc.array(role, { maxLength: 3 }),
  mandates,
  teams: some(['north', 'south']),
  isDeputyFor: some(['bilal', 'chidi']),
});

const giving: fc.Arbitrary<Giving> = fc.record({
  to: fc.constantFrom('clinic', 'police'),
  mandates,
  categories: fc.subarray([...CATEGORIES], { maxLength: 2 }),
  personAsks: fc.boolean(),
});

export const admission: fc.Arbitrary<Admission> = fc.record({
  workerId: someone,
  compartment: fc.constantFrom(...COMPARTMENTS),
  confirmedBy: someone,
  sealedBy: someone,
});

const few = (of: fc.Arbitrary<string>) => fc.array(of, { maxLength: 2 });
/** Mostly nobody: who is on a list finds nothing, and such cases teach little. */
const listed = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few(someone) });

export const thing: fc.Arbitrary<Thing> = fc.record(
  {
    kind: fc.oneof(fc.constant('file' as const), fc.constantFrom(...ACTIONS.map(kindOf))),
    agencyId: agency,
    ownerId: someone,
    teamId: team,
    named: few(someone),
    excluded: listed,
    recused: listed,
    suspected: listed,
    withdrawn: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
    closed: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
    grants: fc.array(giving, { maxLength: 3 }),
    admitted: fc.array(admission, { maxLength: 3 }),
    giving,
    proposedBy: someone,
    confirmedBy: someone,
    noThird: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
);

/** A case worker with a file of their own, about to grant or to send, and grants that nearly fit. */
export const sending: fc.Arbitrary<readonly [Actor, Thing]> = giving.chain((asked) => {
  const nearly = fc.record({
    to: fc.constantFrom(asked.to, asked.to, asked.to, 'other'),
    categories: fc.oneof(fc.constant(asked.categories), some(CATEGORIES)),
    personAsks: fc.boolean(),
  });
  return fc
    .tuple(actor, fc.constantFrom('file', 'grant'), fc.array(nearly, { maxLength: 2 }))
    .map(([who, kind, grants]) => [
      { ...who, roles: [builtInRole('case-worker')], mandates: ['shelter'] },
      { kind, agencyId: who.agencyId, ownerId: who.workerId, giving: asked, grants },
    ]);
});
