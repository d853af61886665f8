import { customText } from '../custom.ts';
import { limitTexts } from '../reservation-words.ts';
import { STANDINGS, type Standing } from '../states/standing.ts';
import { bold, type Style, spread, wrap } from '../terminal-text.ts';
import type { Procedure, ProcedureDeadline, ProcedureDuty, ProcedureStage } from './procedure.ts';

const PILLARS = {
  '1': 'identification and protection',
  '2': 'individual support and access to services',
  '3': 'social inclusion',
  '4': 'criminal justice and redress',
} as const;

const NOTHING_CHECKED =
  'No named person has checked this, against any text or in any language. It is no legal advice and decides about nobody.';

/** `notice`: lines on the words of the law, for the foot. */
type Told = { style: Style; notice: readonly string[] };

/** The procedure for a terminal of 80 columns; of one stage alone if it is named. */
export function procedureText(
  procedure: Procedure,
  { style, notice, stage }: Told & { stage?: string },
): string {
  const stages = procedure.stages.filter(({ id }) => stage === undefined || id === stage);
  const parts =
    stage === undefined
      ? [
          headPart(procedure, style),
          wallsPart(procedure, style),
          ...stages.map((one) => stagePart(one, procedure, style)),
          ownLawPart(procedure, style),
          coordinatorPart(procedure, style),
        ]
      : [headPart(procedure, style), ...stages.map((one) => stagePart(one, procedure, style))];
  return [...parts, footPart(procedure, notice)].map((lines) => lines.join('\n')).join('\n\n');
}

/** The principles as questions to a planned measure. */
export function reviewText(procedure: Procedure, { style, notice }: Told): string {
  const { principles } = procedure;
  const key = principles.filter(({ named }) => named === 'key').length;
  const head = [
    bold('Twelve questions to any planned measure'.replace('Twelve', countWord(principles.length)), style),
    ...wrap(
      `A presentation by UNHCR calls ${key} of these its key principles; the other ${principles.length - key} it says of anti-trafficking measures on two more slides. The questions are ours. The framework of IOM and UNHCR of June 2020 counts twelve principles too; their names were not found, and this does not claim to be that list.`,
    ),
  ];
  const asked = principles.map(({ id, says, asks }) => [
    ...wrap(`${id}. ${says}`),
    ...wrap(asks, 4),
    '    [ ] yes   [ ] no   [ ] nobody knows    Because:',
  ]);
  const foot = [
    ...wrap(
      'A no, or that nobody knows, is a reason to change the measure. A yes to all of them approves nothing.',
    ),
    ...footPart(procedure, notice),
  ];
  return [head, ...asked, foot].map((lines) => lines.join('\n')).join('\n\n');
}

function countWord(count: number): string {
  return count === 12 ? 'Twelve' : String(count);
}

function headPart({ state = 'a State', name, on }: Procedure, style: Style): string[] {
  const title = `Referral mechanism for ${name === undefined ? state : `${name} (${state})`}, on ${on}`;
  const unknown =
    name === undefined
      ? wrap(
          `Nobody has written a file for ${state}: by what it is bound and what its own law says is not known here.`,
        )
      : [];
  return [
    bold(title, style),
    ...wrap(
      'An outline for an agency to adapt: strike out who does not act with you, and put names of your own authorities where it says who.',
    ),
    ...wrap(NOTHING_CHECKED),
    ...unknown,
  ];
}

function wallsPart({ walls }: Procedure, style: Style): string[] {
  return [
    bold('The walls, in every stage', style),
    ...walls.flatMap(({ id, says, source, status }) => [
      ...wrap(`${id} ${says}`, 2),
      ...wrap(`${source} [${status}]`, 6),
    ]),
  ];
}

function stagePart(stage: ProcedureStage, procedure: Procedure, style: Style): string[] {
  const { state = 'the State' } = procedure;
  const of = (standing: Standing) => stage.duties.filter((duty) => duty.standing === standing);
  const part = (title: string, duties: readonly ProcedureDuty[]) =>
    duties.length === 0 ? [] : [...wrap(title, 2), ...duties.flatMap((duty) => dutyLines(duty, state))];
  const no = of('not-bound');
  return [
    bold(`Stage ${stage.id}: ${stage.name}`, style),
    ...wrap(`Pillar ${stage.pillar}: ${PILLARS[stage.pillar]}.`, 2),
    ...wrap(`Who acts: ${stage.actors.join('; ')}. Which of them it is in ${state}, nobody has said.`, 2),
    ...wrap(`Written down, and no more: ${stage.data.join('; ')}.`, 2),
    '  Consent and limits:',
    ...stage.limits.flatMap((limit) => itemLines(limit, 4)),
    ...TITLED.flatMap((standing) => part(titleOf(standing, state), of(standing))),
    ...(no.length === 0 ? [] : wrap(`Does not bind ${state}: ${no.map(({ id }) => id).join(', ')}.`, 2)),
    ...no
      .filter(({ isCustomSaid }) => isCustomSaid)
      .flatMap(({ id }) => wrap(`${id}: ${customText(state)}`, 4)),
  ];
}

/** What stands under a title of its own; what does not bind the State is named in a line. */
const TITLED = STANDINGS.filter((standing) => standing !== 'not-bound');

function titleOf(standing: Exclude<Standing, 'not-bound'>, state: string): string {
  switch (standing) {
    case 'owed':
      return `Owed, and ${state} is bound:`;
    case 'unlooked':
      return `Asked by what ${state} is party to; reservations not looked at:`;
    case 'strength-open':
      return `${state} is bound, but how strongly the text asks nobody has read:`;
    case 'weak':
      return `Asked of ${state}, and no more: what binds it says endeavour, consider or may:`;
    case 'limited':
      return `${state} is bound, but limited what is asked here, or once did:`;
    case 'unknown':
      return `Owed if ${state} is bound, which is not known:`;
    case 'not-then':
      return `Last known not bound; owed only if ${state} has been bound since:`;
    case 'guidance':
      return 'Recommended by guidance, which binds nobody:';
  }
}

/** A sentence of a list, its second line under the first. */
function itemLines(text: string, indent: number): string[] {
  const [first = '', ...more] = wrap(text, indent + 2);
  return [`${' '.repeat(indent)}- ${first.trimStart()}`, ...more];
}

function dutyLines(duty: ProcedureDuty, state: string): string[] {
  const { id, label, bearer, act, strength, by, sources, bound, standing, isCustomSaid } = duty;
  const since = bound?.by.find(({ verdict }) => verdict === bound.verdict) ?? bound?.by[0];
  const told = [
    `${bearer}: ${act} (${strength}).`,
    ...(by === undefined ? [] : [`By: ${deadlineText(by, state)}.`]),
    `${sources.join('; ')}.`,
    ...(bound?.verdict === 'yes' && since?.since ? [`Bound since ${since.since}.`] : []),
    ...(standing === 'not-then'
      ? lastNotTexts(bound)
      : since?.asOf
        ? [`List of parties of ${since.asOf}.`]
        : []),
    ...limitTexts(bound?.by ?? [], state),
    ...(isCustomSaid ? [customText(state)] : []),
  ];
  return [...spread(label, id, 4), ...wrap(told.join(' '), 6)];
}

/** Of each day on which something that asks for it was last known not to bind the State. */
function lastNotTexts(bound: ProcedureDuty['bound']): string[] {
  const days = new Set((bound?.by ?? []).flatMap(({ lastNot }) => lastNot ?? []));
  return [...days].map((day) => `Last known not bound on ${day}; since then not known.`);
}

function ownLawPart({ state = 'the State', ownLaw, notSaid }: Procedure, style: Style): string[] {
  const own = ownLaw.flatMap(({ id, label, since, days, sources }) => [
    ...spread(label, id, 2),
    ...wrap(
      `${days === undefined ? `${state} reads it in its own way, written here since ${since}.` : `${state} gives ${days} days, since ${since}.`} ${sources.join('; ')}.`,
      4,
    ),
  ]);
  const open = notSaid.flatMap(({ id, label, least }) => [
    ...spread(label, id, 2),
    ...wrap(`Nobody has said what ${state} gives. The least that the treaty allows is ${least} days.`, 4),
  ]);
  return [
    bold(`What the own law of ${state} says`, style),
    ...(own.length === 0 ? wrap('Nobody has said how it reads any rule, or what number it gives.', 2) : own),
    ...open,
    ...wrap(
      `Which authority identifies, which shelter takes people in, which form is used in ${state}: nobody has said.`,
      2,
    ),
  ];
}

function coordinatorPart({ coordinator }: Procedure, style: Style): string[] {
  return [
    bold('A national coordinator, as a paper proposes', style),
    ...coordinator.tasks.flatMap((task) => itemLines(task, 2)),
    ...wrap(coordinator.source, 4),
  ];
}

function footPart({ hashes }: Procedure, notice: readonly string[]): string[] {
  return [
    ...notice,
    ...wrap(
      '[unverified]: nobody held our words against the text. [compared]: somebody did, and it is no lawyer’s check.',
    ),
    `Law ${hashes.law.slice(0, 16)}. Referral mechanism ${hashes.referral.slice(0, 16)}.`,
  ];
}

function deadlineText(by: ProcedureDeadline, state: string): string {
  if (by.kind === 'words') return by.words;
  const counted = `${by.days} ${by.calendar} days from the day of “${by.from}”`;
  if (by.given === 'law') return counted;
  if (by.given === 'state') return `${counted}, as ${state} gives`;
  return `what ${state} gives nobody has said; the treaty's least is ${counted}`;
}
