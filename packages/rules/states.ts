import { z } from 'zod';
import { closest } from './closest.ts';

/** The codes of ISO 3166-1 alpha-2, and XK, which is in use for Kosovo. UK and EL are not among them: GB and GR are. */
const STATES = new Set(
  `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`
    .trim()
    .split(/\s+/),
);

const MISTAKEN: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** Whether a State has this code: two capital letters, NO for Norway. */
export function isState(code: string): boolean {
  return STATES.has(code);
}

/** What to say of a code that no State has: where a State was named, or its code written otherwise, which code is meant. */
export function unknownState(code: string): string {
  const written = code.slice(0, 40);
  const named = codesNamed(written);
  if (named.length > 0) {
    const told = named.length === 1 ? `its code is ${named[0]}. Write` : 'it may be';
    return `“${written}” is a name, and no code: ${told} ${named.join(' or ')}.`;
  }
  const upper = written.trim().toUpperCase();
  const meant = Object.hasOwn(MISTAKEN, upper) ? MISTAKEN[upper] : isState(upper) ? upper : undefined;
  const told = meant === undefined ? '' : ` Did you mean “${meant}”?`;
  return `No State has the code “${written}”.${told} Write two capital letters, like NO for Norway.`;
}

const LANGUAGES = ['en', 'fr', 'ar', 'es'] as const;
type Named = { code: string; isEnglish: boolean };
let codesByName: ReadonlyMap<string, Named> | undefined;

/** A name of more States is none: nobody is helped by a list of them. */
const MOST_NAMED = 4;

/** The codes of the States that a name may mean, in one of the languages of the law or misspelt a little; most often one. */
function codesNamed(text: string): readonly string[] {
  codesByName ??= namesOfStates();
  const name = folded(text);
  if (name.length < 4) return [];
  const exact = codesByName.get(name);
  if (exact?.isEnglish) return [exact.code];
  const parts = [...codesByName].flatMap(([known, { code }]) => (known.includes(name) ? [code] : []));
  const codes = [...new Set(parts)].sort();
  if (codes.length > 0) return codes.length <= MOST_NAMED ? codes : [];
  const near = closest(name, [...codesByName.keys()]);
  const meant = near === undefined ? undefined : codesByName.get(near);
  return meant === undefined ? [] : [meant.code];
}

function namesOfStates(): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of STATES) {
      const name = folded(names.of(code) ?? code);
      if (!found.has(name)) found.set(name, { code, isEnglish: language === 'en' });
    }
  }
  return found;
}

/** A name without case, accents, spaces and marks. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
}

/** The code of a State as it is written in a law. */
export const State = z
  .string('write one State')
  .refine(isState, { error: ({ input }) => unknownState(String(input)) });
