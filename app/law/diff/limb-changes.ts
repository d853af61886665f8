import { canonicalJson, type Exception, type Law, type Limb, partsOfLimb } from '@clew/rules';

/** What a limb is called: its own label, or what it asks. */
export function limbName(limb: Limb, law: Law): string {
  if (limb.label !== undefined) return `“${limb.label}”`;
  if (limb.kind === 'compare') return `${limb.fact} ${limb.comparison} ${limb.bound}`;
  if (limb.kind === 'years') return `years since ${limb.fact} ${limb.comparison} ${limb.bound}`;
  if (limb.kind === 'fact') return named(limb.fact, law.facts[limb.fact]?.label);
  if (limb.kind === 'rule') return named(limb.rule, law.rules[limb.rule]?.label);
  if (limb.kind === 'unsaid') return 'what the State says';
  if (limb.kind === 'not') return `not ${limbName(limb.limb, law)}`;
  if (limb.kind === 'group') return `${limb.quantifier} of ${limb.group}: ${limbName(limb.limb, law)}`;
  const parts = partsOfLimb(limb).map((part) => limbName(part, law));
  const lead = { all: 'all of', any: 'one of', at_least: `at least ${'count' in limb ? limb.count : 0} of` };
  return `${lead[limb.kind]} (${parts.join('; ')})`;
}

function named(id: string, label: string | undefined): string {
  return label === undefined ? id : `“${label}” (${id})`;
}

type Laws = { before: Law; after: Law };

/** What is asked otherwise, in sentences; nothing where both ask the same. Sources are told apart from that. */
export function limbChanges(before: Limb, after: Limb, laws: Laws): string[] {
  if (sameLimb(before, after)) return citesChanged(before, after);
  const kind = listKind(before) ?? listKind(after);
  if (kind === undefined || (listKind(before) ?? kind) !== (listKind(after) ?? kind)) {
    return (
      inside(before, after, laws) ?? [
        `It asked for ${limbName(before, laws.before)}, and asks for ${limbName(after, laws.after)}.`,
      ]
    );
  }
  const [was, is] = [membersOf(before, kind), membersOf(after, kind)];
  const gone = was.filter((one) => !is.some((other) => sameLimb(one, other)));
  const come = is.filter((one) => !was.some((other) => sameLimb(one, other)));
  const count = countsChanged(before, after);
  const paired = gone.flatMap((one) => {
    const other = come.find((candidate) => keyOf(candidate) === keyOf(one));
    if (!other) return [];
    come.splice(come.indexOf(other), 1);
    return [{ one, other }];
  });
  const rest = gone.filter((one) => !paired.some((pair) => pair.one === one));
  return [
    ...count,
    ...paired.flatMap(({ one, other }) => limbChanges(one, other, laws)),
    ...rest.map((one) => `${GONE[kind]}: ${limbName(one, laws.before)}.`),
    ...come.map((one) => `${COME[kind]}: ${limbName(one, laws.after)}.`),
  ];
}

type ListKind = 'all' | 'any' | 'at_least';

const GONE: Readonly<Record<ListKind, string>> = {
  all: 'No longer needed',
  any: 'One way less',
  at_least: 'No longer counted',
};
const COME: Readonly<Record<ListKind, string>> = {
  all: 'Now needed too',
  any: 'One more way',
  at_least: 'Now counted too',
};

function listKind({ kind }: Limb): ListKind | undefined {
  return kind === 'all' || kind === 'any' || kind === 'at_least' ? kind : undefined;
}

/** The members of a list; a limb that is none is a list of one. */
function membersOf(limb: Limb, kind: ListKind): readonly Limb[] {
  return listKind(limb) === kind ? partsOfLimb(limb) : [limb];
}

/** The same structure around something that changed: “not”, or a question of each of a group's people. */
function inside(before: Limb, after: Limb, laws: Laws): string[] | undefined {
  if (before.kind !== after.kind || !('limb' in before) || !('limb' in after)) return undefined;
  return limbChanges(before.limb, after.limb, laws);
}

function countsChanged(before: Limb, after: Limb): string[] {
  if (before.kind !== 'at_least' || after.kind !== 'at_least' || before.count === after.count) return [];
  return [`Of its list ${before.count} were needed, and ${after.count} are.`];
}

/** What a limb is about: two with the same key are one that was changed. */
function keyOf(limb: Limb): string {
  if (limb.label !== undefined) return `label ${limb.label}`;
  if ('fact' in limb) return `fact ${limb.fact}`;
  if (limb.kind === 'rule') return `rule ${limb.rule}`;
  if (limb.kind === 'not') return `not ${keyOf(limb.limb)}`;
  return limb.kind;
}

/** Whether two limbs ask the same, whatever their sources and labels. */
function sameLimb(one: Limb, other: Limb): boolean {
  return canonicalJson(bare(one)) === canonicalJson(bare(other));
}

function bare(limb: Limb): unknown {
  const { cites: _, label: __, overlay: ___, ...said } = limb;
  if ('limb' in said) return { ...said, limb: bare(said.limb) };
  return 'limbs' in said ? { ...said, limbs: said.limbs.map(bare) } : said;
}

function citesChanged(before: Limb, after: Limb): string[] {
  const refs = (limb: Limb): string[] => [...limb.cites, ...partsOfLimb(limb).flatMap(refs)];
  const [was, is] = [refs(before).join(', '), refs(after).join(', ')];
  return was === is ? [] : [`The sources of its parts are ${is || 'none'}; they were ${was || 'none'}.`];
}

/** Exceptions that came, went, or are shown by somebody else. */
export function exceptionChanges(
  before: readonly Exception[],
  after: readonly Exception[],
  laws: Laws,
): string[] {
  const match = (list: readonly Exception[], { limb }: Exception) =>
    list.find((other) => sameLimb(other.limb, limb)) ??
    list.find((other) => keyOf(other.limb) === keyOf(limb));
  const who = (burden: Exception['burden']) =>
    burden === undefined ? 'it is not said who has to show it' : `the ${burden} has to show it`;
  return [
    ...before.flatMap((exception) => {
      const other = match(after, exception);
      const name = limbName(exception.limb, laws.before);
      if (!other) return [`The exception ${name} is gone.`];
      return [
        ...limbChanges(exception.limb, other.limb, laws).map((change) => `Exception ${name}: ${change}`),
        ...(exception.burden === other.burden
          ? []
          : [`Exception ${name}: ${who(other.burden)}; before, ${who(exception.burden)}.`]),
      ];
    }),
    ...after
      .filter((exception) => !match(before, exception))
      .map(({ limb, burden }) => `New exception: ${limbName(limb, laws.after)}; ${who(burden)}.`),
  ];
}
