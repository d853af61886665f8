import type { Bound, Day, Example, Law } from '@clew/rules';
import { customText } from '../custom.ts';
import { laterReadingLine } from '../later-reading-words.ts';
import { type LawWords, placesText } from '../law-words.ts';
import { MARKS_TEXT } from '../marks-text.ts';
import { membersAsOf } from '../older-list.ts';
import { organisationName } from '../organisation-name.ts';
import { sinceText as sinceWords } from '../render-rules-text.ts';
import { isBoundWithLimit, isLimitOpen } from '../reservation-words.ts';
import { stateName } from '../state-choices.ts';
import { bold, type Style, spread, wrap } from '../terminal-text.ts';
import { UNLOOKED_TEXT } from '../unlooked.ts';
import { wordsNotice } from '../words-notice.ts';
import { conditionOf } from './condition.ts';
import type { Gap, National } from './find-gaps.ts';
import type { Found } from './found.ts';
import { countNotCounted, type NotCounted } from './not-counted.ts';
import { isOutOfReach } from './reforms-there.ts';
import { beyondLines, formLines, meansLines } from './render-forms-text.ts';
import { residenceLines } from './render-residence-text.ts';
import { contradictionLines, missingText, saidLines, seenLines } from './render-said-text.ts';
import { STANDINGS, type Standing, standingOf } from './standing.ts';

type Drawing = {
  law: Law;
  state: string;
  words: LawWords;
  style: Style;
  /** The day that was asked for. */
  on: Day;
  /** The language that was asked for. */
  asked: string;
};

const TITLES: Readonly<Record<Standing, string>> = {
  owed: 'Owed: a text that binds it says “shall”',
  unlooked: 'Binding, and its reservations were not looked at, or are not written here',
  weak: 'Asked of it, and no more: the texts that bind it say endeavour, consider or may',
  'strength-open': 'Bound, but how strongly the text asks for it nobody has read',
  limited: 'Limited: bound, but by its own words not, or once not, to all that is asked',
  unknown: 'Not known: nobody has written whether it was bound to it on that day',
  'not-then': 'Not bound on the last day that is told of each; of the days since nobody knows',
  'not-bound': 'Not owed: no text that asks for it binds this State',
  guidance: 'Recommended by guidance, which binds nobody',
};

/** What is found of a State, for a terminal. */
export function gapsText(found: Found, drawing: Drawing): string {
  const { gaps } = found;
  const { style } = drawing;
  const duties = gaps.filter(({ kind }) => kind === 'duty');
  const parts = [
    headLines(found, drawing),
    partOf(
      'Definitions and numbers',
      gaps.filter(({ kind }) => kind !== 'duty').flatMap((gap) => gapLines(gap, drawing)),
      style,
    ),
    ...STANDINGS.map((standing) =>
      partOf(
        TITLES[standing],
        duties.filter((gap) => standingOf(gap) === standing).flatMap((gap) => gapLines(gap, drawing)),
        style,
      ),
    ),
    partOf('Its own law, as far as seen: no whole law', seenLines(found, drawing), style),
    partOf('Ways for a victim to stay', residenceLines(found.stays, drawing.words), style),
    partOf('Old and new law that contradict each other', contradictionLines(found, drawing), style),
    partOf('What it said of treaties', saidLines(found, drawing), style),
    partOf('Forms of exploitation', formLines(found, drawing.words), style),
    partOf('By what means', meansLines(found, drawing.words), style),
    partOf('Forms beyond the seven of the treaty, as far as seen', beyondLines(found), style),
    partOf('Reforms that would not reach it', reformLines(found, drawing), style),
    partOf('Not counted above', notCountedLines(found, drawing), style),
    wordsNotice(drawing.words, { asked: drawing.asked }),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headLines({ at, gaps, lawHash }: Found, { style }: Drawing): string[] {
  const duties = gaps.filter(({ kind }) => kind === 'duty');
  return [
    bold(`${stateName(at.state, 'en')} on ${at.on}: what it owes, and what its own law does with it`, style),
    ...wrap(
      'This is no legal advice. What nobody has written down here reads “nobody has said”: it is not a no. Lists of parties have a day up to which they are known; ask the depositary. What a State said of a treaty stands here as far as it was read.',
    ),
    ...wrap(MARKS_TEXT),
    ...wrap(`${countsOf(duties)} Law ${lawHash.slice(0, 16)}.`),
  ];
}

/** The reforms that amend what does not bind the State. */
function reformLines({ reforms }: Found, drawing: Drawing): string[] {
  return reforms
    .filter(isOutOfReach)
    .flatMap(({ id, bound, lastKnown }) => [
      ...spread(drawing.words.reform(id), id, 2),
      ...wrap(
        bound.verdict === 'no'
          ? `It would amend what does not bind this State. ${boundText(bound, drawing)}`
          : `It would amend what did not bind this State when that was last known. ${boundText(lastKnown, drawing)} ${boundText(bound, drawing)}`,
        4,
      ),
    ]);
}

function partOf(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [bold(title, style), ...lines];
}

function countsOf(duties: readonly Gap[]): string {
  const count = (standing: Standing) => duties.filter((gap) => standingOf(gap) === standing).length;
  return `Of ${duties.length} duties it owes ${count('owed')}; ${count('unlooked')} more by what binds it and of which nobody looked at its reservations; it is only asked for ${count('weak')}, and how strongly for ${count('strength-open')} nobody has read; it is not bound to ${count('not-bound')}, and was not to ${count('not-then')} when that was last known; of ${count('unknown')} that is not known, ${count('limited')} are limited by what it said itself, and ${count('guidance')} are guidance.`;
}

/** What the counts leave out, so that “it owes so many of so many” is not read as all there is. */
function notCountedLines({ at, notCounted, notKnown }: Found, { law, words }: Drawing): string[] {
  if (notCounted.length + notKnown.length === 0) return [];
  const { paragraphs, instruments, unlooked } = countNotCounted(notCounted);
  return [
    ...wrap(
      `${paragraphs} paragraphs of ${instruments} instruments bind ${at.state}, and no rule or duty here rests on them.${unlooked === 0 ? '' : ` ${unlooked} more are of treaties to which it is party and of which nobody looked at what it said: marked, and not counted as binding.`}`,
      2,
    ),
    ...notCounted.flatMap((one) => paragraphLines(one, { law, words })),
    ...(notKnown.length === 0
      ? []
      : wrap(
          `Whether these bind ${at.state} is not known, and no rule or duty here rests on them either. They are counted nowhere.`,
          2,
        )),
    ...notKnown.flatMap((one) => paragraphLines(one, { law, words })),
  ];
}

function paragraphLines(
  { instrument, cites, unlooked }: NotCounted,
  { law, words }: Pick<Drawing, 'law' | 'words'>,
): string[] {
  const places = placesText(
    law,
    instrument,
    cites.map(({ paragraph }) => paragraph),
  );
  return wrap(
    `${unlooked ? '[reservations not looked at] ' : ''}${words.instrument(instrument)}, ${places}`,
    4,
  );
}

function gapLines(gap: Gap, drawing: Drawing): string[] {
  const { words } = drawing;
  const said = nationalText(gap.national, drawing);
  const where = conditionOf(gap, words);
  return [
    ...spread(words.rule(gap.id), gap.id, 2),
    ...(gap.bearer === undefined ? [] : wrap(`By: ${words.duty(gap.id).bearer}.`, 4)),
    ...(where === undefined ? [] : wrap(`Where: ${where.label} (${where.id}).`, 4)),
    ...wrap(boundOf(gap, drawing), 4),
    ...(gap.isCustomSaid ? wrap(customText(drawing.state), 4) : []),
    // Of most duties nobody has said anything yet: told once, at the head.
    ...(gap.kind === 'duty' && gap.national.status === 'nobody-has-said' ? [] : wrap(said, 4)),
    ...(gap.readLater ? wrap(laterReadingLine(gap.readLater, words), 4) : []),
  ];
}

function boundOf({ bound, strength, cites }: Gap, drawing: Drawing): string {
  const { words } = drawing;
  if (!bound) return `${cites.map((cite) => words.source(cite)).join('; ')}.`;
  const asks = strength === undefined ? '' : `“${strength.replaceAll('-', ' ')}”. `;
  const found = bound.by.filter(
    (one) => one.verdict === bound.verdict || (one.verdict === 'yes' && one.limited),
  );
  const places = cites.filter(({ instrument }) => found.some((by) => by.instrument === instrument));
  return `${asks}${places.map((cite) => words.source(cite)).join('; ')}. ${found.map((by) => boundText(by, drawing)).join(' ')}`;
}

function boundText(bound: Bound, { words, law, on }: Drawing): string {
  const { instrument, verdict, asOf, closedTo, until } = bound;
  const name = words.instrument(instrument);
  const older = membersAsOf(law, bound);
  const of = verdict === 'yes' ? 'by membership of' : 'no member of';
  const list = older === undefined ? 'as of' : `${of} the European Union as of`;
  const known = asOf === undefined ? '' : `, ${list} ${asOf}`;
  if (verdict === 'yes')
    return `Bound by ${name}${sinceText(bound)}${known}${limitText(bound)}${bound.unlooked ? `, ${UNLOOKED_TEXT}` : ''}.`;
  if (closedTo !== undefined)
    return `${name} cannot bind it: open to members of the ${organisationName(law, closedTo, 'en')} only.`;
  if (verdict === 'no' && until !== undefined)
    return `No longer bound by ${name}; the last day was ${until}${known}.`;
  if (law.instruments[instrument]?.kind === 'national') return `${name} is another State's law.`;
  if (verdict === 'no') return `Not bound by ${name}${known}.`;
  const isAfter = asOf !== undefined && on > asOf;
  return `Whether ${name} binds it is not known${isAfter ? ` after ${asOf}` : ''}.`;
}

function sinceText({ since, consented }: Bound): string {
  if (since !== undefined) return ` since ${since}`;
  return consented === undefined ? '' : `, agreed on ${consented}`;
}

function limitText(bound: Bound): string {
  if (!isBoundWithLimit(bound)) return '';
  if (!isLimitOpen(bound)) return ', with a limit of its own, told below';
  return '; whether a limit of its own, told below, still stands is not known';
}

function nationalText(national: National, drawing: Drawing): string {
  const { words } = drawing;
  if (national.status === 'nobody-has-said') return 'Its own law: nobody has said.';
  if ('told' in national) return missingText(national);
  if (national.status === 'seen-in-part')
    return `Its own law: known only as far as seen, not the whole. ${national.seen.map(({ text }) => text).join(' ')} More of it below.`;
  const source = ` ${national.cites.map((cite) => words.source(cite)).join('; ')}${national.isStartUnknown ? sinceWords(national) : `, written here from ${national.since}`}.`;
  const example = (one: Example) => exampleText(one, drawing);
  switch (national.status) {
    case 'meets':
      return `Its own law: the same, as far as is asked here.${source}`;
    case 'not-comparable':
      return `Its own law: too long to compare in every case.${source}`;
    case 'different':
      return `Its own law: narrower for some and wider for others.${source} Left out: ${example(national.lost)}. Let in: ${example(national.won)}.`;
    default: {
      const { status, gives, least } = national;
      const days = gives === undefined ? '' : ` ${gives}, where the least is ${least}.`;
      const way = status === 'below' ? 'below what the treaty asks' : 'more than the treaty asks';
      const whom = status === 'below' ? 'Left out' : 'Let in';
      const who = national.example ? ` ${whom}: ${example(national.example)}.` : '';
      return `Its own law: ${way}.${days}${source}${who}`;
    }
  }
}

function exampleText(example: Example, { words }: Drawing): string {
  return example
    .map((said) => {
      if (said.kind === 'people') return `${said.told}: ${said.answer}`;
      const { label } = words.fact(said.fact);
      const { answer, upTo } = said;
      const range =
        typeof answer !== 'number' || upTo === answer
          ? answer
          : `${answer} ${upTo === undefined ? 'or more' : `to ${upTo}`}`;
      return said.kind === 'years' ? `${label}: ${range} years before` : `${label}: ${range}`;
    })
    .join(', ');
}
