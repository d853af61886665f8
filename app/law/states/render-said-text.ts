import { isOpen, type Law } from '@clew/rules';
import { asOfText } from '../as-of-text.ts';
import type { LawWords } from '../law-words.ts';
import { reservationTexts } from '../reservation-words.ts';
import { spread, wrap } from '../terminal-text.ts';
import type { Found } from './found.ts';
import type { Missing } from './missing-law.ts';

type Spoken = { law: Law; words: LawWords };

/** That somebody looked for a law and found none, with the day and where that was seen. */
export function missingText({ status, told: { text, asOf, compared, status: checked } }: Missing): string {
  const seen = compared === undefined ? '' : ` Seen in: ${compared.source}.`;
  const since = status === 'missing' ? '' : ' Of the time since, nobody has said.';
  return `Its own law: missing as of ${asOf}. ${text} [${checked}].${seen}${since}`;
}

/** Older and newer law that contradict each other, with what hangs on them. */
export function contradictionLines({ contradictions }: Found, { words }: Spoken): string[] {
  return contradictions.flatMap(({ of, older, newer, text, asOf, status, compared, citesOf }) => {
    const sources = (cites: typeof citesOf.older) =>
      cites.length === 0 ? '' : ` ${cites.map((cite) => words.source(cite)).join('; ')}.`;
    return [
      ...spread(of.map((id) => words.rule(id)).join('; '), of.join(', '), 2),
      ...wrap(`Older: ${older.text}${sources(citesOf.older)}`, 4),
      ...wrap(`Newer: ${newer.text}${sources(citesOf.newer)}`, 4),
      ...wrap(`${text} As of ${asOf} [${status}].${compared ? ` Seen in: ${compared.source}.` : ''}`, 4),
    ];
  });
}

/** What a State said of treaties, those that it took back, too. */
export function saidLines({ at }: Found, { words, law }: Spoken): string[] {
  const entry = law.states[at.state];
  return (entry?.reservations ?? []).flatMap((one) => {
    const { instrument, until, goneBy, compared } = one;
    const said = isOpen(one, at.on) ? { ...one, open: true as const } : one;
    const told = reservationTexts({ instrument, verdict: 'yes', reservations: [said] }, at.state);
    const back = until === undefined ? '' : ` Taken back: it stood until ${until}.`;
    const gone = goneBy === undefined ? back : ` No longer there on ${goneBy}.`;
    const seen = compared === undefined ? '' : ` Seen in: ${compared.source}.`;
    return [
      ...spread(words.instrument(instrument), instrument, 2),
      ...wrap(`${told.join(' ')}${gone}${seen}`, 4),
    ];
  });
}

/** What is known of its own law as far as somebody saw. */
export function seenLines({ seen }: Found, { words }: Spoken): string[] {
  return seen.flatMap((one) => {
    const { of, text, divergence, cites, compared, status } = one;
    const sources = [...cites.map((cite) => words.source(cite)), ...(compared ? [compared.source] : [])];
    return [
      ...spread(of.map((id) => words.rule(id)).join('; '), divergence ?? of.join(', '), 2),
      ...wrap(text, 4),
      ...wrap(
        `${seenDaysText(one)} ${sources.join('; ')} [${status}], ${asOfText(one)}.${compared?.note ? ` ${compared.note}` : ''}`,
        4,
      ),
    ];
  });
}

/** Of which days something is told that was seen of a State's own law. */
function seenDaysText({ from, until, open }: Found['seen'][number]): string {
  const since = from === undefined ? 'Since when is not told' : `Told of the time since ${from}`;
  const end = until === undefined ? '' : `, up to ${until}`;
  return `${since}${end}.${open ? ' Of the day that is asked about, it is not known.' : ''}`;
}
