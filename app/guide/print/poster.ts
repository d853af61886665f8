import type { MessageKey, PublicLanguage } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { type Line, lineOf } from './leaflet.ts';

/** What a poster can say: one sentence. */
export const POSTER_SENTENCES = [
  'guide.sign.papers',
  'guide.sign.pay',
  'guide.sign.debt',
  'guide.sign.free',
  'guide.sign.promise',
  'guide.self.named-lede',
  'guide.now.ask-first',
] as const satisfies readonly MessageKey[];
type PosterSentence = (typeof POSTER_SENTENCES)[number];

/** Where the code of a poster can lead, with the name of that page. */
export const POSTER_TARGETS = {
  first: { path: '/', name: 'guide.poster.first-page' },
  'self-check': { path: GUIDE_PATHS.selfCheck, name: 'guide.self.title' },
  rights: { path: GUIDE_PATHS.rights, name: 'guide.rights.title' },
  phone: { path: GUIDE_PATHS.phone, name: 'home.read.phone' },
  helpers: { path: GUIDE_PATHS.helpers, name: 'home.read.helpers' },
  employers: { path: GUIDE_PATHS.employers, name: 'home.read.employers' },
} as const satisfies Record<string, { path: string; name: MessageKey }>;
export type PosterTarget = keyof typeof POSTER_TARGETS;

export type Poster = { sentence: PosterSentence; language: PublicLanguage; target: PosterTarget };

/** The sentence of a poster, in every language. */
export function sentenceOf({ sentence }: Poster): Line {
  return lineOf(sentence);
}

/** The address that a poster prints: the node's own and a page of everybody's, in the poster's language. Nothing of anybody stands in it. */
export function addressOf({ language, target }: Poster, origin: string): string {
  const { path } = POSTER_TARGETS[target];
  return `${origin}/${language}${path === '/' ? '' : path}`;
}

/** Who reaches an address: everybody, whoever has Tor Browser, or nobody but this machine. */
export function reachOf(origin: string): 'everybody' | 'onion' | 'here' {
  const { hostname } = new URL(origin);
  if (hostname.endsWith('.onion')) return 'onion';
  const isHere =
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.');
  return isHere ? 'here' : 'everybody';
}
