import type { Actor, Thing } from '../may.ts';

// Who may do what, once more, by another line of thought: which words stand on somebody's list, and which sentences
// strike words off it. It shares no table and no function with the policy itself.

/** The roles that every agency begins with, by letters; and behind each word the letters of who may. */
export const LETTERS: Readonly<Record<string, string>> = {
  screener: 'S',
  'case-worker': 'C',
  guardian: 'G',
  lawyer: 'L',
  health: 'H',
  'decision-maker': 'D',
  'panel-member': 'P',
  supervisor: 'V',
  coordinator: 'O',
  auditor: 'A',
  administrator: 'N',
};

const SHEET = `
file.list                     S C G L H D P V O
file.open                     S C G L H D P V O
file.recuse                   S C G L H D P V O
file.make                     S C
file.hand-over                S C           V
file.history                    C G L       V
file.exclude                    C G L       V
file.exclude-confirm            C G L       V
file.name                       C           V
file.unname                     C           V
file.include-propose            C           V
file.include-confirm            C           V
file.close                      C           V
file.reopen-propose             C           V
file.reopen-confirm             C           V
file.hold-propose               C   L       V
file.hold-confirm               C   L       V
file.release-propose            C           V
file.release-confirm            C           V
file.erase-propose              C           V
file.erase-confirm              C           V
file.send                       C   L
file.withdraw                 S C G L
file.reveal.identity          S C G L H D   V
file.reveal.contact           S C G L       V
file.reveal.narrative         S C G L   D P V
file.reveal.health                G   H   P
file.reveal.asylum              C G L   D P
file.reveal.law-enforcement     C   L
file.write.identity           S C
file.write.contact            S C
file.write.narrative          S C   L
file.write.health                     H
file.write.asylum               C   L
file.write.law-enforcement      C   L
grant.read                    S C G L H D P V O
grant.write                   S C G L
grant.end                     S C G L
glass.ask                       C   L H D   V
glass.seal                      C   L H D   V
glass.read                      C   L H D   V   A
glass.confirm                               V
population.read                               O
population.add                                O
population.erase                              O
directory.read                  C           V O
directory.propose               C           V O
directory.hide                  C           V O
directory.link                  C           V O
directory.confirm                           V O
alarm.read                                  V   A
alarm.settle                                V
demand.read                                 V O A
demand.register                             V O
demand.confirm                              V O
approval.propose                            V O   N
approval.confirm                            V O   N
keeping.propose                             V O   N
keeping.confirm                             V O   N
mandate.propose                                   N
mandate.confirm                             V     N
provider.propose                                  N
provider.confirm                            V     N
role.propose                                      N
role.narrow                                       N
role.confirm                                V     N
team.make                                         N
team.change                                       N
team.name-deputy                            V
journal.read                                    A
journal.verify                                  A N
journal.anchor                                  A N
agency.change                                     N
invitation.read                                   N
invitation.make                                   N
invitation.withdraw                               N
worker.admit                                      N
worker.confirm                              V O   N
worker.change-roles                               N
worker.sign-out                                   N
worker.leave                                      N
keys.read                                         N
keys.rotate                                       N
keys.drill                                        N
recovery.change                                   N
alarm.channel                                     N
job.read                                          N
`;

/** The sheet: each word with the letters of the roles that have it. */
export const WORDS: ReadonlyMap<string, string> = new Map(
  SHEET.trim()
    .split('\n')
    .map((line) => {
      const [word = '', ...letters] = line.trim().split(/\s+/);
      return [word, letters.join('')];
    }),
);

/** Whose files a role that every agency begins with leads to. */
export const CIRCLES: Readonly<Record<string, string>> = {
  named: 'G P A N',
  own: 'S C L H D',
  team: 'V',
  agency: 'O',
};

const OPEN =
  'public.read public.assess law.read law.assess development.style node.start node.serve node.doctor node.backup node.restore node.upgrade agency.found invitation.accept directory.answer session.begin recovery.ask custody.make custody.open'.split(
    ' ',
  );
const FOR_EACH_THEIR_OWN =
  'session.read session.end self.read self.change self.add-factor self.remove-factor self.rotate-keys self.report-lost self.name-deputy recovery.read recovery.arrange recovery.give token.read token.make token.revoke webhook.read webhook.write'.split(
    ' ',
  );
const FOR_ALL_WORKERS =
  'desk.read agency.read worker.read team.read role.read mandate.read approval.read provider.read keeping.read export.give leaflet.compose'.split(
    ' ',
  );

/** What may be done with what the person has taken back. */
const STILL =
  /^(file\.(list|open|history|unname|hand-over|recuse|exclude|exclude-confirm|close|(reopen|hold|release|erase)-\w+)|grant\.(read|write|end)|glass\.read|demand\.\w+)$/;
/** What may be done with a file that was put away. */
const PUT_AWAY =
  /^(file\.(list|open|history|name|unname|hand-over|recuse|withdraw|exclude|(exclude|include|reopen|hold|release|erase)-\w+|reveal\.[a-z-]+)|grant\.(read|end)|glass\.(read|confirm|seal)|demand\.\w+)$/;
const OF_A_PERSON = /^(file\..+|grant\..+|glass\.(ask|seal)|population\..+|directory\..+)$/;

/** Sentences that strike words off: of which words, and when. */
const STRIKES: readonly [of: RegExp, when: (actor: Actor, thing: Thing, word: string) => boolean][] = [
  [/^/, (actor, thing) => actor.agencyId !== thing.agencyId],
  [/^/, (actor, thing) => standsOnAList(actor.workerId, thing)],
  [
    OF_A_PERSON,
    ({ mandates }) => mandates.includes('police') || mandates.includes('immigration-enforcement'),
  ],
  [OF_A_PERSON, ({ mandates }) => mandates.every((mandate) => mandate === 'coordination')],
  // Only who brought it.
  [/^population\./, ({ workerId }, { ownerId }) => ownerId !== workerId],
  [/^/, (_, thing, word) => Boolean(thing.withdrawn) && !STILL.test(word) && !isPlainWord(word)],
  [/^/, (_, thing, word) => Boolean(thing.closed) && !PUT_AWAY.test(word) && !isPlainWord(word)],
  [/^glass\.seal$/, ({ workerId }, thing) => thing.confirmedBy === workerId && !thing.noThird],
  [
    /(\.|-)confirm$|^glass\.seal$/,
    ({ workerId }, { proposedBy }) => proposedBy === undefined || proposedBy === workerId,
  ],
  [/^(grant\.write|file\.send)$/, (_, { giving }) => !giving?.categories.length],
  [
    /^grant\.write$/,
    (_, { giving }) => isWary(giving?.mandates) && !giving?.personAsks && hasMoreThanFlag(giving?.categories),
  ],
  [/^file\.send$/, (_, thing) => !covers(thing, (grant) => grant.to === thing.giving?.to)],
  [
    /^file\.send$/,
    (_, thing) =>
      isWary(thing.giving?.mandates) &&
      !covers(thing, (grant) => grant.to === thing.giving?.to && grant.personAsks, ['do-not-remove']),
  ],
];

/** What the oracle says: the whole list of words that an actor has for a thing. */
function wordsFor(actor: Actor | undefined, thing: Thing): Set<string> {
  if (actor === undefined) return new Set(thing.agencyId === undefined ? OPEN : []);
  const own = thing.ownerId === actor.workerId ? FOR_EACH_THEIR_OWN : [];
  const byRole = actor.roles.flatMap((role) =>
    role.permissions.filter((word) => !isNearOnly(word) || circlesRound(actor, thing).has(role.reach)),
  );
  const letIn = lettersIn(actor, thing);
  const asking = actor.roles.filter(({ permissions }) => permissions.includes('glass.ask'));
  const byGlass = asking.flatMap(({ permissions }) => permissions).filter((word) => letIn.has(word));
  const words = [...own, ...FOR_ALL_WORKERS, ...byRole, ...byGlass].filter(
    (word) =>
      word.startsWith(`${thing.kind}.`) &&
      !STRIKES.some(([of, when]) => of.test(word) && when(actor, thing, word)),
  );
  const left = new Set<string>([...words, ...(thing.agencyId === undefined ? OPEN : [])]);
  const unread = thing.giving?.categories.some(
    (name) => name !== 'do-not-remove' && !left.has(`file.reveal.${name}`),
  );
  if (unread) left.delete('file.send');
  return left;
}

/** What the oracle says of any word: yes, or how it is refused. */
export function foretell(
  actor: Actor | undefined,
  thing: Thing,
): (word: string) => 'yes' | 'not-found' | 'forbidden' {
  const words = wordsFor(actor, thing);
  const no = words.has(thing.kind === 'file' ? 'file.open' : `${thing.kind}.read`)
    ? 'forbidden'
    : 'not-found';
  return (word) => (words.has(word) ? 'yes' : no);
}

function isPlainWord(word: string): boolean {
  return FOR_ALL_WORKERS.includes(word) || FOR_EACH_THEIR_OWN.includes(word);
}

function isNearOnly(word: string): boolean {
  return /^(file|grant)\./.test(word) || word === 'team.name-deputy';
}

function standsOnAList(id: string, { excluded = [], recused = [], suspected = [] }: Thing): boolean {
  return [...excluded, ...recused, ...suspected].includes(id);
}

/** The circles that a thing lies in, seen from an actor. The outer ones hold the inner ones. */
function circlesRound(actor: Actor, thing: Thing): Set<string> {
  const { ownerId = '', teamId = '', named = [] } = thing;
  const absent = actor.isDeputyFor.filter((id) => !standsOnAList(id, thing));
  if (named.includes(actor.workerId)) return new Set(['named', 'own', 'team', 'agency']);
  if ([actor.workerId, ...absent].includes(ownerId)) return new Set(['own', 'team', 'agency']);
  return new Set(actor.teams.includes(teamId) ? ['team', 'agency'] : ['agency']);
}

/** The words that break-glass gives. */
function lettersIn({ workerId }: Actor, { admitted = [] }: Thing): Set<string> {
  const fair = admitted.filter((entry) => ![entry.confirmedBy, entry.sealedBy].includes(workerId));
  const mine = fair.filter((entry) => entry.workerId === workerId);
  return new Set(mine.flatMap(({ compartment }) => ['file.open', `file.reveal.${compartment}`]));
}

function isWary(mandates: readonly string[] = []): boolean {
  return mandates.length === 0 || mandates.some((name) => /police|enforcement/.test(name));
}

function hasMoreThanFlag(categories: readonly string[] = []): boolean {
  return categories.join() !== 'do-not-remove' && categories.some((name) => name !== 'do-not-remove');
}

type Grant = NonNullable<Thing['grants']>[number];

/** Whether grants that fit hold all that is to be given, but for what is free. */
function covers(
  { grants = [], giving }: Thing,
  fits: (grant: Grant) => boolean,
  free: string[] = [],
): boolean {
  const held = new Set<string>([...free, ...grants.filter(fits).flatMap(({ categories }) => categories)]);
  return (giving?.categories ?? []).every((name) => held.has(name));
}
