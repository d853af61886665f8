import type { Day, Example, ExampleAnswer, Law } from '@clew/rules';
import { type CommandOutput, refuse } from '../command-output.ts';
import { dayOf } from '../day-of.ts';
import { bold, type Style, safeJson, spread, wrap } from '../terminal-text.ts';
import { type ChangedKind, type LawChange, lawChanges } from './law-changes.ts';
import { readVersion } from './read-version.ts';
import { type Touched, touchedBy } from './touched.ts';

type DiffOptions = {
  /** The earlier and the later law: a folder, a pack or a git revision each. */
  from: string;
  to: string;
  json: boolean;
  colour: boolean;
  today: Date;
};

/** What differs between two laws, and whose protection that touches. */
type LawDiff = {
  from: { name: string; hash: string };
  to: { name: string; hash: string };
  /** The day on which it is asked who is bound. */
  on: Day;
  touched: readonly Touched[];
  changes: readonly LawChange[];
};

/** `clew law diff A B`: 0 where both say the same, 1 where they differ, 2 where one cannot be read. */
export async function diffLaws({ from, to, json, colour, today }: DiffOptions): Promise<CommandOutput> {
  const [before, after] = [await readVersion(from), await readVersion(to)];
  if (!before.ok || !after.ok) {
    return refuse(
      [before, after].flatMap((read) => (read.ok ? [] : read.problems)),
      { json },
    );
  }
  const laws = { before: before.law, after: after.law };
  const on = dayOf(today);
  const changes = lawChanges(laws);
  const diff: LawDiff = {
    from: { name: from, hash: laws.before.hash },
    to: { name: to, hash: laws.after.hash },
    ...{ on, touched: touchedBy(changes, laws, on), changes },
  };
  const text = json ? safeJson({ same: changes.length === 0, ...diff }) : diffText(diff, laws, { colour });
  return { text, exitCode: changes.length === 0 ? 0 : 1 };
}

function diffText(diff: LawDiff, laws: { before: Law; after: Law }, style: Style): string {
  const head = wrap(
    `From ${diff.from.name} (law ${diff.from.hash.slice(0, 16)}) to ${diff.to.name} (law ${diff.to.hash.slice(0, 16)}).`,
  );
  if (diff.changes.length === 0) return [...head, 'Both say the same.'].join('\n');
  return [head, touchedPart(diff, laws, style), ...changesParts(diff, style)]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const MARKS: Readonly<Record<Touched['effect'], string>> = {
  narrower: 'LESS',
  wider: 'MORE',
  both: 'OTHER',
  may: 'LOOK',
};
const ORDER: readonly Touched['effect'][] = ['narrower', 'both', 'may', 'wider'];
const MOST_SHOWN = 60;

/** What the comparison looks at, for whoever reads that it found nothing. */
const COMPARED =
  'what rules, duties and numbers ask for, as read and as each State reads them; how strongly a duty binds and what it says; the numbers of the treaties and the States on every day; whom each instrument binds on every day that is named, and today. Every other change stands below, for a person to judge.';

function touchedPart({ touched }: LawDiff, laws: { before: Law; after: Law }, style: Style): string[] {
  const title = bold('Whose protection it touches', style);
  const protections = touched.filter(({ protects }) => protects);
  const others = touched.filter(({ protects }) => !protects);
  if (touched.length === 0) {
    return [title, ...wrap(`Nothing was found in what was compared: ${COMPARED}`, 2)];
  }
  const shown = protections.toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect));
  const more = shown.length - MOST_SHOWN;
  return [
    title,
    ...wrap('LESS: somebody loses it. MORE: somebody gains it. OTHER: both. LOOK: a person has to look.', 2),
    ...(shown.length === 0
      ? wrap(`Of protections and duties nothing was found in what was compared: ${COMPARED}`, 2)
      : []),
    ...shown.slice(0, MOST_SHOWN).flatMap((one) => touchedLines(one, laws, style)),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
    ...(others.length === 0
      ? []
      : wrap(
          `Rules that are no protection by themselves and hold in other cases: ${others.map(({ id }) => id).join(', ')}.`,
          2,
        )),
  ];
}

function touchedLines(one: Touched, laws: { before: Law; after: Law }, style: Style): string[] {
  const { id, label, effect, why, lost, won, state, on } = one;
  const where = state !== undefined && one.kind !== 'instrument' ? ` In ${state} on ${on}.` : '';
  const [first = '', ...rest] = spread(label, id, 9);
  return [
    `  ${bold(MARKS[effect].padEnd(7), style)}${first.slice(9)}`,
    ...rest,
    ...wrap(`${why}${where}`, 9),
    ...(lost
      ? wrap(`It held before and does not now, for example with ${exampleText(lost, laws.before)}.`, 9)
      : []),
    ...(won
      ? wrap(`It holds now and did not before, for example with ${exampleText(won, laws.after)}.`, 9)
      : []),
  ];
}

/** An example in words: each question's label with its answer, and a mark at what makes a person vulnerable. */
function exampleText(example: Example, law: Law): string {
  if (example.length === 0) return 'no answer at all';
  return example.map((said) => answerText(said, law)).join('; ');
}

function answerText(said: ExampleAnswer, law: Law): string {
  const answer = String(said.answer).replaceAll('_', ' ');
  if (said.kind === 'people') return `${said.told}: ${answer}`;
  const fact = law.facts[said.fact];
  const label = fact ? `“${fact.label}” (${said.fact})` : said.fact;
  const mark = fact?.vulnerability && said.answer === 'yes' ? ', a person more in need of protection' : '';
  return `${said.kind === 'years' ? `years since ${label}` : label}: ${answer}${mark}`;
}

const TITLES: Readonly<Record<ChangedKind, string>> = {
  instrument: 'Instruments',
  paragraph: 'Paragraphs',
  fact: 'Questions',
  group: 'Groups of people',
  rule: 'Rules',
  duty: 'Duties',
  value: 'Numbers',
  reform: 'Reforms, which are no law',
  state: 'States',
  parties: 'Lists of parties',
  reservations: 'Lists of what States said of treaties',
  organisation: 'Who could join an organisation',
  together: 'Rules that belong together',
  contradiction: 'Answers that cannot all be true',
  test: 'Tests',
  words: 'Words in other languages',
};
const WHAT = { added: 'new', removed: 'gone', changed: 'changed' } as const;

function changesParts({ changes }: LawDiff, style: Style): string[][] {
  const kinds = Object.keys(TITLES) as ChangedKind[];
  return kinds.flatMap((kind) => {
    const of = changes.filter((change) => change.kind === kind);
    if (of.length === 0) return [];
    const more = of.length - MOST_SHOWN;
    return [
      [
        bold(TITLES[kind], style),
        ...of.slice(0, MOST_SHOWN).flatMap(changeLines),
        ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
      ],
    ];
  });
}

function changeLines({ id, label, what, file, line, says }: LawChange): string[] {
  const place = file === undefined ? '' : ` ${file}:${line}`;
  return [
    ...wrap(`${label === id ? id : `${id}: ${label}`} (${WHAT[what]}${place})`, 2),
    ...says.flatMap((sentence) => wrap(`- ${sentence}`, 4)),
  ];
}
