export { CATALOGUES, englishOf, PUBLIC_KEYS } from '../catalogues.ts';
export { LANGUAGE_FACTS } from '../language.ts';
