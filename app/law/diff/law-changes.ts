import { canonicalJson, type Instrument, type Law, type Provision } from '@clew/rules';
import { fieldsSay, isRecord, isSame } from './field-changes.ts';
import { exceptionChanges, limbChanges, limbName } from './limb-changes.ts';

/** What kind of thing of a law changed. */
export type ChangedKind =
  | 'instrument'
  | 'paragraph'
  | 'fact'
  | 'group'
  | 'rule'
  | 'duty'
  | 'value'
  | 'reform'
  | 'state'
  | 'parties'
  | 'reservations'
  | 'organisation'
  | 'together'
  | 'contradiction'
  | 'test'
  | 'words';

/** One thing that came, went or changed between two laws, and what of it, in sentences. */
export type LawChange = {
  kind: ChangedKind;
  id: string;
  label: string;
  what: 'added' | 'removed' | 'changed';
  /** Where it is written, in the later law; in the earlier where it is gone. */
  file?: string;
  line?: number;
  says: readonly string[];
};

type Laws = { before: Law; after: Law };
type Thing = { label?: string; title?: string; name?: string; place?: { file: string; line: number } };
type Things = Readonly<Record<string, object>>;
type Says = (was: never, is: never) => string[];

/** Everything that differs between two laws, in the order of a law's parts. Empty where both say the same. */
export function lawChanges(laws: Laws): LawChange[] {
  const of = (kind: ChangedKind, part: (law: Law) => Things, says: Says) =>
    changesIn(kind, { before: part(laws.before), after: part(laws.after) }, says);
  const provision = ((was: Provision, is: Provision) => provisionSays(was, is, laws)) as Says;
  return [
    ...of('instrument', ({ instruments }) => instruments, ((was: Instrument, is: Instrument) =>
      fieldsSay(was, is, ['articles'])) as Says),
    ...of('paragraph', paragraphsOf, plainly),
    ...of('fact', ({ facts }) => facts, plainly),
    ...of('group', ({ groups }) => groups, plainly),
    ...of('rule', ({ rules }) => rules, provision),
    ...of('duty', ({ duties }) => duties, provision),
    ...of('value', ({ values }) => values, provision),
    ...of('reform', ({ overlays }) => overlays, plainly),
    ...of('state', ({ states }) => states, plainly),
    ...of('parties', ({ parties }) => parties, plainly),
    ...of('reservations', ({ looks }) => looks, plainly),
    ...of('organisation', ({ organisations }) => organisations, plainly),
    ...of('together', ({ together }) => byId(together), plainly),
    ...of('contradiction', ({ contradictions }) => byWords(contradictions), plainly),
    ...of('test', ({ tests }) => byTitle(tests), plainly),
    ...wordsChanges(laws),
  ];
}

function changesIn(
  kind: ChangedKind,
  { before, after }: { before: Things; after: Things },
  says: Says,
): LawChange[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return ids.flatMap((id): LawChange[] => {
    const was = Object.hasOwn(before, id) ? (before[id] as Thing) : undefined;
    const is = Object.hasOwn(after, id) ? (after[id] as Thing) : undefined;
    const thing = is ?? was;
    if (!thing || (was && is && isSame(was, is))) return [];
    const head = { kind, id, label: labelOf(thing, id), ...thing.place };
    if (!was) return [{ ...head, what: 'added', says: [] }];
    if (!is) return [{ ...head, what: 'removed', says: [] }];
    const told = says(was as never, is as never);
    return [{ ...head, what: 'changed', says: told }];
  });
}

function labelOf(thing: Thing, id: string): string {
  const label: unknown = thing.label ?? thing.title ?? thing.name;
  return typeof label === 'string' ? label : id;
}

const plainly: Says = (was, is) => fieldsSay(was, is);

/** A rule, duty or value: what it asks for, exceptions, presumption, what it never reads, how States read it; then the rest. */
function provisionSays(was: Provision, is: Provision, laws: Laws): string[] {
  const handled = ['limb', 'exceptions', 'presume', 'variants', 'neverReads'];
  return [
    ...limbChanges(was.limb, is.limb, laws),
    ...exceptionChanges(was.exceptions ?? [], is.exceptions ?? [], laws),
    ...presumptionSays(was.presume, is.presume, laws),
    ...banSays(was, is),
    ...variantsSay(was, is, laws),
    ...fieldsSay(was, is, handled),
  ];
}

function presumptionSays(was: Provision['presume'], is: Provision['presume'], laws: Laws): string[] {
  const name = (presume: NonNullable<Provision['presume']>, law: Law) =>
    `${presume.value} is presumed where ${limbName(presume.when, law)} and nobody knows (${presume.reasons.join(', ')})`;
  if (!was && !is) return [];
  if (!was && is) return [`New presumption: ${name(is, laws.after)}.`];
  if (was && !is) return [`The presumption is gone: ${name(was, laws.before)}.`];
  if (!was || !is || canonicalJson(was) === canonicalJson(is)) return [];
  return [`The presumption was: ${name(was, laws.before)}. It is: ${name(is, laws.after)}.`];
}

function banSays({ neverReads: was }: Provision, { neverReads: is }: Provision): string[] {
  const facts = (list: Provision['neverReads']) => list.map(({ fact }) => fact);
  return [
    ...facts(was)
      .filter((fact) => !facts(is).includes(fact))
      .map((fact) => `It may now depend on “${fact}”: that it never does is no longer promised.`),
    ...facts(is)
      .filter((fact) => !facts(was).includes(fact))
      .map((fact) => `That it never depends on “${fact}” is promised now.`),
  ];
}

function variantsSay(
  { variants: was = {} }: Provision,
  { variants: is = {} }: Provision,
  laws: Laws,
): string[] {
  const states = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return states.flatMap((state) => {
    const [before, after] = [was[state] ?? [], is[state] ?? []];
    const froms = [...new Set([...before, ...after].map(({ from }) => from))].sort();
    return froms.flatMap((from) => {
      const one = before.find((variant) => variant.from === from);
      const other = after.find((variant) => variant.from === from);
      const lead = `${state} from ${from}`;
      if (!one && other) return [`${lead}: new, ${variantName(other, laws.after)}.`];
      if (one && !other) return [`${lead}: gone, it was ${variantName(one, laws.before)}.`];
      if (!one || !other || canonicalJson(one) === canonicalJson(other)) return [];
      if ('limb' in one && 'limb' in other) {
        const said = [
          ...limbChanges(one.limb, other.limb, laws),
          ...exceptionChanges(one.exceptions, other.exceptions, laws),
          ...fieldsSay(one, other, ['limb', 'exceptions']),
        ];
        return said.map((line) => `${lead}: ${line}`);
      }
      return fieldsSay(one, other).map((line) => `${lead}: ${line}`);
    });
  });
}

type AnyVariant = NonNullable<Provision['variants']>[string][number];

function variantName(variant: AnyVariant, law: Law): string {
  return 'limb' in variant ? limbName(variant.limb, law) : `${variant.value} days`;
}

function paragraphsOf({ instruments }: Law): Things {
  return Object.fromEntries(
    Object.values(instruments).flatMap(({ id, short, articles }) =>
      articles.map(({ anchor, title, ...article }) => [
        `${id}#${anchor}`,
        { ...article, heading: title, label: `${short}, ${anchor}` },
      ]),
    ),
  );
}

function byId(list: readonly { id: string }[]): Things {
  return Object.fromEntries(list.map((one) => [one.id, one]));
}

function byTitle(tests: Law['tests']): Things {
  return Object.fromEntries(tests.map((test) => [test.title, test]));
}

function byWords(contradictions: Law['contradictions']): Things {
  return Object.fromEntries(contradictions.map((one) => [one.why, { ...one, label: one.why }]));
}

/** The words of a language: too many to tell each, so how many of each part, and which. */
function wordsChanges({ before, after }: Laws): LawChange[] {
  const languages = [...new Set([...Object.keys(before.words), ...Object.keys(after.words)])];
  return languages.flatMap((language): LawChange[] => {
    const [was, is] = [entriesOf(before, language), entriesOf(after, language)];
    const ids = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id));
    if (ids.length === 0) return [];
    const says = [
      ...listed(
        'new',
        ids.filter((id) => !was.has(id)),
      ),
      ...listed(
        'gone',
        ids.filter((id) => !is.has(id)),
      ),
      ...listed(
        'written otherwise',
        ids.filter((id) => was.has(id) && is.has(id)),
      ),
    ];
    return [{ kind: 'words', id: language, label: language, what: 'changed', says }];
  });
}

const MOST_IDS = 20;

function listed(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '';
  return [`${ids.length} ${what}: ${ids.slice(0, MOST_IDS).join(', ')}${more}.`];
}

function entriesOf({ words }: Law, language: string): Map<string, string> {
  const of = Object.hasOwn(words, language) ? words[language] : undefined;
  const parts = Object.entries(of ?? {}).filter(([, part]) => isRecord(part)) as [string, Things][];
  return new Map(
    parts.flatMap(([part, entries]) =>
      Object.entries(entries).map(([id, entry]) => [`${part} ${id}`, canonicalJson(entry)] as const),
    ),
  );
}
