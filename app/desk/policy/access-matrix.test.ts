import { expect, test } from 'vitest';
import {
  ACTIONS,
  type Action,
  isAfterClosing,
  isAfterWithdrawal,
  isByAnother,
  isPermission,
  isPublic,
  kindOf,
  PERMISSIONS,
  type Permission,
  standingOf,
} from './actions.ts';
import { COMPARTMENTS } from './compartments.ts';
import { isEnforcing, MANDATES, type Mandate, mayHoldFiles } from './mandates.ts';
import { type Actor, may, type Thing } from './may.ts';
import { ROLES, type RoleName, rolesOf } from './roles.ts';

/** How a worker can stand to a thing. `own` is one that they own or, of what is no file, that is theirs. */
const RELATIONS = {
  named: { ownerId: 'other', teamId: 'other', named: ['me'] },
  own: { ownerId: 'me', teamId: 'other' },
  deputy: { ownerId: 'absent', teamId: 'other' },
  team: { ownerId: 'other', teamId: 'mine' },
  agency: { ownerId: 'other', teamId: 'other' },
  'let in': { ownerId: 'other', teamId: 'other', admitted: COMPARTMENTS.map(letIn) },
  withdrawn: { ownerId: 'me', teamId: 'mine', named: ['me'], withdrawn: true },
  closed: { ownerId: 'me', teamId: 'mine', named: ['me'], closed: true },
  excluded: {
    ownerId: 'me',
    teamId: 'mine',
    named: ['me'],
    excluded: ['me'],
    admitted: COMPARTMENTS.map(letIn),
  },
  'stepped back': { ownerId: 'me', teamId: 'mine', named: ['me'], recused: ['me'] },
  suspected: { ownerId: 'me', teamId: 'mine', named: ['me'], suspected: ['me'] },
  'other agency': { agencyId: 'another', ownerId: 'me', teamId: 'mine', named: ['me'] },
} as const satisfies Record<string, Partial<Thing>>;
type Relation = keyof typeof RELATIONS;
const relations = Object.keys(RELATIONS) as Relation[];

function letIn(compartment: (typeof COMPARTMENTS)[number]) {
  return { workerId: 'me', compartment, confirmedBy: 'other', sealedBy: 'other' };
}

function worker(role: RoleName, mandates: readonly Mandate[]): Actor {
  const [teams, isDeputyFor] = [['mine'], ['absent']];
  return { workerId: 'me', agencyId: 'ours', roles: rolesOf([role]), mandates, teams, isDeputyFor };
}

/** Yes, forbidden or not found, for something that a colleague proposed, and that the person granted to a clinic. */
function answer(role: RoleName, mandates: readonly Mandate[], action: Action, relation: Relation): Answer {
  const giving = { to: 'clinic', mandates: ['health'], categories: ['identity'], personAsks: false } as const;
  const thing = { kind: kindOf(action), agencyId: 'ours', proposedBy: 'other', giving, grants: [giving] };
  const decision = may(worker(role, mandates), action, { ...thing, ...RELATIONS[relation] });
  return decision.may ? 'yes' : decision.how;
}
type Answer = 'yes' | 'forbidden' | 'not-found';

const asked = ACTIONS.filter((action) => !isPublic(action));

/** The mandates by what they change: those under which every answer is the same stand together. */
function groupMandates(): { name: string; mandates: readonly Mandate[] }[] {
  const groups = new Map<string, { name: string; mandates: readonly Mandate[] }>();
  for (const mandate of [undefined, ...MANDATES]) {
    const mandates = mandate === undefined ? [] : [mandate];
    const key = ROLES.flatMap((role) => rowsOf(role, mandates)).join();
    const name = [groups.get(key)?.name ?? [], mandate ?? 'none'].flat().join(' ');
    groups.set(key, { name, mandates });
  }
  return [...groups.values()];
}

function rowsOf(role: RoleName, mandates: readonly Mandate[]): string[] {
  return asked.map((action) =>
    relations.map((relation) => LETTER[answer(role, mandates, action, relation)]).join(','),
  );
}
const LETTER = { yes: 'yes', forbidden: 'no', 'not-found': '-' } as const;

function writeMatrix(): string {
  const lines = [`role,mandates,action,${relations.join(',')}`];
  for (const { mandates } of groupMandates())
    for (const role of ROLES) {
      const name = mayHoldFiles(mandates) ? 'files' : 'no files';
      const rows = rowsOf(role, mandates);
      rows.forEach((row, at) => {
        if (/yes|no/.test(row)) lines.push(`${role},${name},${asked[at]},${row}`);
      });
    }
  return `${lines.join('\n')}\n`;
}

/** How far a role leads: the outermost of five relations in which the answer is yes. */
function reachOf(role: RoleName, action: Action): string {
  const yes = relations.filter((relation) => answer(role, ['shelter'], action, relation) === 'yes');
  if (yes.length === 0) return '';
  const far = (['agency', 'team', 'own', 'named'] as const).find((relation) => yes.includes(relation)) ?? '';
  return /^(file|grant)\.|name-deputy/.test(action) ? far : 'yes';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return ['', line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function roleTable(permissions: readonly Permission[]): string[] {
  return table(
    ['', ...ROLES],
    permissions.map((action) => [`\`${action}\``, ...ROLES.map((role) => reachOf(role, action))]),
  );
}

function relationTable(action: Action): string[] {
  const told = { yes: 'yes', forbidden: 'forbidden', 'not-found': '' };
  return table(
    [`\`${action}\``, ...ROLES],
    relations.map((relation) => [
      relation,
      ...ROLES.map((role) => told[answer(role, ['shelter'], action, relation)]),
    ]),
  );
}

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
const standing = (word: string) => ACTIONS.filter((action) => standingOf(action) === word);
const permissionsOf = (pattern: RegExp) => PERMISSIONS.filter((name) => pattern.test(name));

function writePage(): string {
  return `${[
    '# Who may do what',
    '',
    'Written by `app/desk/policy/access-matrix.test.ts` from the answers of `may`, the one function that decides; do not edit',
    'it by hand. `npx vitest run app/desk/policy/access-matrix.test.ts -u` writes it anew. The whole matrix, every role by',
    'mandate by action by relation, stands beside it in `access-matrix.csv` (“-” is not found, “no” is forbidden; a row of',
    'nothing but “-” is left out).',
    '',
    'What nothing below permits is denied. What somebody may not see is not found, as if it were not there. What they see and',
    'may not do is forbidden. Nobody sees anything of another agency. The keys stand underneath: who has no key to a',
    'compartment cannot open it, whatever stands here.',
    '',
    '## Files, by role',
    '',
    'How far each role that an agency begins with leads, in an agency that serves people. `named`: files in which the worker is',
    'named. `own`: those, those they own, and those of whom they are deputy for. `team`: and those of their teams. `agency`: all',
    'of the agency. Empty: never.',
    ...roleTable(permissionsOf(/^(file|grant)\.(?!reveal|write\.)/)),
    '',
    '### Compartments',
    ...roleTable(permissionsOf(/^file\.(reveal|write)\./)),
    '',
    '## Files, by relation',
    '',
    'What a worker finds, by how they stand to the file. Empty: not found. `let in` is by break-glass, into every compartment,',
    'with a second person and somebody who had the key. `withdrawn`, `closed`, `excluded`, `stepped back` and `suspected` are of files',
    'that the worker otherwise owns, is named in and has in their team.',
    ...relationTable('file.open'),
    ...relationTable('file.reveal.narrative'),
    ...relationTable('file.reveal.health'),
    ...relationTable('file.write.narrative'),
    '',
    `Once the person has withdrawn, this is left to who could do it before: ${list(ACTIONS.filter(isAfterWithdrawal))}.`,
    '',
    `While a file is closed, this is left: ${list(ACTIONS.filter(isAfterClosing))}.`,
    '',
    '## Mandates',
    '',
    'The mandates of an agency decide whether it opens files (the second column of the matrix), and what may be granted to it.',
    'One that enforces is enough to shut all files, whatever others stand beside it. An agency without any mandate is treated as',
    'one that nobody has vouched for.',
    ...table(
      ['mandate', 'opens files', 'a person’s grant to it may name'],
      [undefined, ...MANDATES].map((mandate) => {
        const mandates = mandate === undefined ? [] : [mandate];
        const isWary = mandates.length === 0 || isEnforcing(mandates);
        return [
          mandate ?? 'none yet',
          mayHoldFiles(mandates) ? 'yes' : 'no',
          isWary ? 'the flag “do not remove”; what the person asks to send' : 'any compartment',
        ];
      }),
    ),
    '',
    '## What is not a file, by role',
    ...roleTable(permissionsOf(/^(?!file|grant)/)),
    '',
    `Every worker, of their own agency: ${list(standing('workers'))}.`,
    '',
    `Each worker, of what is their own: ${list(standing('own'))}.`,
    '',
    `Everybody, of nothing that is an agency's: ${list(standing('everybody'))}.`,
    '',
    '## What takes two people',
    '',
    `Nobody does these to what they proposed themselves: ${list(ACTIONS.filter(isByAnother))}.`,
    '',
    '## What never goes together',
    '',
    'An agency may make roles of its own, of any permissions above but these. No role, and no worker by several roles, joins a',
    'file with administration, or a file with the journal.',
    '',
    `- A file: ${list(standing('content'))}.`,
    `- Administration: ${list(standing('administration'))}.`,
    `- The journal: ${list(standing('audit'))}.`,
  ].join('\n')}\n`;
}

test('every action of a role is permitted to somebody, and denied to somebody', () => {
  for (const action of PERMISSIONS) {
    const may = ROLES.filter((role) => reachOf(role, action) !== '');
    expect(may, action).not.toHaveLength(0);
    expect(may.length, action).toBeLessThan(ROLES.length);
    expect(isPermission(action)).toBe(true);
  }
});

test('mandates change the answers in two ways and no more: an agency holds files, or it does not', () => {
  expect(groupMandates().map(({ name }) => name)).toEqual([
    'none immigration-enforcement police coordination',
    'identification asylum labour-inspection health legal-aid shelter child-protection',
  ]);
});

test('docs/access.md says what the policy answers', async () => {
  await expect(writePage()).toMatchFileSnapshot('../../../docs/access.md');
});

test('docs/access-matrix.csv holds every answer', async () => {
  await expect(writeMatrix()).toMatchFileSnapshot('../../../docs/access-matrix.csv');
});
