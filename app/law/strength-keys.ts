import type { Strength } from '@clew/rules';
import type { PlainKey } from '../web/index.ts';

/** The words for how strongly a paragraph binds, by the treaty's own word. */
export const STRENGTH_KEYS: Readonly<Record<Strength, PlainKey>> = {
  shall: 'law.strength.shall',
  'shall-where-appropriate': 'law.strength.shall-where-appropriate',
  'shall-enable': 'law.strength.shall-enable',
  endeavour: 'law.strength.endeavour',
  consider: 'law.strength.consider',
  may: 'law.strength.may',
  recommended: 'law.strength.recommended',
  unverified: 'law.strength.unverified',
  definition: 'law.strength.definition',
};
