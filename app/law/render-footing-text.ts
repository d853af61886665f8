import type { RuleResult } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { customText } from './custom.ts';
import { countBinding } from './duty-asks.ts';
import { byStanding, type Footing, footingOf, type Rests, type Stand, type Standing } from './footing.ts';
import type { LawWords } from './law-words.ts';
import { openBars } from './open-bars.ts';
import { protectionsOf } from './protections.ts';
import { limitTexts } from './reservation-words.ts';
import { bold, INDENT, type Style, wrap } from './terminal-text.ts';
import { UNLOOKED_TEXT, unlookedIn } from './unlooked.ts';

/** In place of a bare yes: what an answer that holds comes to in the State that was named. */
export const RESTS_MARKS: Readonly<Record<Rests, string>> = {
  binding: 'YES',
  discretion: 'ITS POWER',
  'not-known': 'IF BOUND',
  'not-binding': 'NOT BOUND',
  'no-state': 'YES',
  proposed: 'PROPOSED',
};

/** How many protections follow there, and what is not counted among them: this stands before everything else. */
export function answerLines(
  assessed: AssessedCase,
  { words, style }: { words: LawWords; style: Style },
): string[] {
  const { state, on } = assessed.assessment;
  const { by, open } = protectionsOf(assessed);
  const still = open === 1 ? 'One is still open.' : `${open} are still open.`;
  if (state === undefined) {
    const count = by['no-state'].length;
    const told = count === 0 ? 'No protection follows yet.' : `${followText(count)} where a source binds.`;
    return [
      ...wrap(`No State is named. ${told} ${still}`).map((line) => bold(line, style)),
      ...barLines(assessed, words),
    ];
  }
  const name = nameOf(assessed);
  const where = `${name}${on === undefined ? '' : ` on ${on}`}`;
  const count = by.binding.length;
  const first =
    count === 0 ? noneText(where, { name, duties: countBinding(assessed) }) : bindText(count, where);
  const [unbound, unknown, left] = [by['not-binding'], by['not-known'], by.discretion].map(
    ({ length }) => length,
  );
  const beside = [
    ...(left === 0
      ? []
      : [`${left} more that ${name} is only bound to have a power for, or to try or consider`]),
    ...(unbound === 0 ? [] : [`${unbound} more only in texts that do not bind ${name}`]),
    ...(unknown === 0 ? [] : [`${unknown} more of which nobody knows whether anything binds ${name}`]),
  ];
  const notCounted = beside.length === 0 ? '' : `Not counted: ${beside.join('; ')}.`;
  return [
    ...wrap(first).map((line) => bold(line, style)),
    ...wrap(`${notCounted} ${still}`.trim()),
    ...barLines(assessed, words),
    ...unlookedLines(assessed),
    ...(by.proposed.length === 0 ? [] : wrap(`Only with the reform, PROPOSED: ${by.proposed.length}.`)),
  ];
}

/** Never a bare no: what is owed binds the State though no protection follows. */
function noneText(where: string, { name, duties }: { name: string; duties: number }): string {
  const none = `No protection that is known to bind ${where} follows`;
  if (duties === 0) return `${none}.`;
  const bind = duties === 1 ? 'one duty binds' : `${duties} duties bind`;
  return `${none} from these answers; ${bind} ${name} all the same, see “Who owes what”.`;
}

/** Where somebody may be sent away: what may bar it and is open, with what would bind the State. */
function barLines(assessed: AssessedCase, words: LawWords): string[] {
  const bars = openBars(assessed);
  if (bars.length === 0) return [];
  const told = 'A return or detention is considered, and what would bar a return for good is open.';
  return [
    ...wrap(`${told} Not known is not no: find this out first.`),
    ...bars.flatMap(({ rule, texts }) => {
      const binding = texts.map((id) => words.instrument(id)).join('; ');
      const bound = binding === '' ? unboundBar(assessed) : ` It would bind by: ${binding}.`;
      return wrap(`${words.rule(rule)} (${rule}).${bound}`, 2);
    }),
  ];
}

function unboundBar(assessed: AssessedCase): string {
  if (assessed.assessment.state === undefined) return '';
  return ` No text known to bind ${nameOf(assessed)} says this.`;
}

/** Said once for the whole answer: of which treaties nobody looked at what the State said of them. */
function unlookedLines(assessed: AssessedCase): string[] {
  const names = unlookedIn(assessed).map((id) => assessed.law.instruments[id]?.short ?? id);
  if (names.length === 0) return [];
  return wrap(
    `Nobody here has looked at what ${nameOf(assessed)} said of these when it joined: ${names.join('; ')}. A reservation may take something away.`,
  );
}

/** The State that was named, as a person calls it; its code where the law knows no name. */
export function nameOf({ law, assessment: { state = '' } }: AssessedCase): string {
  return law.states[state]?.name ?? state;
}

function followText(count: number): string {
  return count === 1 ? 'One protection would follow' : `${count} protections would follow`;
}

function bindText(count: number, where: string): string {
  return count === 1
    ? `One protection that binds ${where} follows.`
    : `${count} protections that bind ${where} follow.`;
}

/** What an answer rests on in the State that was named, what binds first; nothing where none was, or it does not hold. */
export function footingText(result: RuleResult, assessed: AssessedCase, words: LawWords): string[] {
  if (assessed.assessment.state === undefined || result.burden !== 'yes') return [];
  return wrap(linesOf(footingOf(result, assessed), nameOf(assessed), words).join(' '), INDENT);
}

const MOST_SOURCES = 2;

const WHY: Readonly<Partial<Record<Standing, string>>> = {
  guidance: 'it recommends, and binds no State',
  'not-party': 'not party to it then',
  'not-yet': 'not in force there then',
  left: 'has left it',
  closed: 'a treaty that it cannot join',
  eu: 'law of the European Union, which did not bind it then',
  'other-state': 'law of another State',
};

function linesOf({ stands, presumed, isCustomSaid }: Footing, state: string, words: LawWords): string[] {
  const by = byStanding(stands);
  const not = [...by].flatMap(([standing, some]) =>
    WHY[standing] === undefined ? [] : [`${sourcesText(some, words)} (${WHY[standing]})`],
  );
  return [
    ...(by.get('binds') ? [`Binding ${state}: ${bindingText(by.get('binds') ?? [], words)}.`] : []),
    ...(by.get('limited') ?? []).map(
      (one) => `${sourcesText([one], words)}: ${limitTexts(one.bound ? [one.bound] : [], state).join(' ')}`,
    ),
    ...(by.get('not-known')
      ? [`Not known whether it binds ${state}: ${sourcesText(by.get('not-known') ?? [], words)}.`]
      : []),
    ...(by.get('not-then') ?? []).map(
      (one) =>
        `${sourcesText([one], words)}: did not bind ${state} on ${one.bound?.lastNot}, the last day that is told; of later days nobody knows.`,
    ),
    ...(not.length > 0 ? [`Not binding ${state}: ${not.join('; ')}.`] : []),
    ...(presumed.length > 0
      ? [`Only with a presumption that is not known to bind ${state}: ${sourcesText(presumed, words)}.`]
      : []),
    ...(isCustomSaid ? [customText(state)] : []),
  ];
}

/** What binds, text by text: since when each does, and whether nobody looked at what the State said of it. */
function bindingText(stands: readonly Stand[], words: LawWords): string {
  const shown = stands.slice(0, MOST_SOURCES).map((stand) => {
    const { since, unlooked } = stand.bound ?? {};
    const begun = since === undefined ? '' : `, since ${since}`;
    return `${sourcesText([stand], words)}${begun}${unlooked ? `, ${UNLOOKED_TEXT}` : ''}`;
  });
  const more = stands.slice(MOST_SOURCES).flatMap(({ cites }) => cites).length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function sourcesText(stands: readonly Stand[], words: LawWords): string {
  const cites = stands.flatMap(({ cites: some, weak }) => some.map((cite) => ({ cite, weak })));
  const more = cites.length > MOST_SOURCES ? `; and ${cites.length - MOST_SOURCES} more` : '';
  const shown = cites
    .slice(0, MOST_SOURCES)
    .map(({ cite, weak }) => words.source(cite) + (weak && weak !== 'recommended' ? ` (${weak})` : ''));
  return shown.join('; ') + more;
}
