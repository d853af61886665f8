import type { Fact } from '@clew/rules';
import type { Compartment } from '../policy/index.ts';

/** What a claim to asylum turns on: whoever needs only what was done to somebody need not read it. */
const CLAIM = ['asylum', 'cessation', 'exclusion', 'fear', 'flight', 'grounds', 'place', 'state-protection'];
/** What the police and a court are told, or said. */
const ENFORCEMENT = ['offence'];

/** The compartment in which an answer to a fact of the law is sealed, by the fact's theme; what was told, unless more is known. */
export function compartmentOf(fact: Pick<Fact, 'theme'>): Compartment {
  if (CLAIM.includes(fact.theme)) return 'asylum';
  return ENFORCEMENT.includes(fact.theme) ? 'law-enforcement' : 'narrative';
}
