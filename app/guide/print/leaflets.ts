import type { PlainKey } from '../../web/index.ts';
import { TOPICS } from '../rights/topics.ts';
import { SIGNS } from '../self-check/signs.ts';
import { loadTexts, TEXTS, type TextId } from '../texts/load-texts.ts';
import { blocksOfKeys, blocksOfText, type LeafletBlock } from './leaflet.ts';

/** What a leaflet can say: each text of the guide, the signs, and whom and what to ask. */
export const LEAFLETS = [...TEXTS, 'signs', 'ask', 'rights'] as const;
export type LeafletId = (typeof LEAFLETS)[number];

/** The name that a leaflet is chosen by. */
export const LEAFLET_NAMES: Readonly<Record<LeafletId, PlainKey>> = {
  phone: 'home.read.phone',
  leaving: 'home.read.leaving',
  helpers: 'home.read.helpers',
  employers: 'home.read.employers',
  signs: 'guide.self.title',
  ask: 'guide.whom.title',
  rights: 'guide.print.rights',
};

/** The parts of every leaflet. Throws as `loadTexts` does. */
export function loadLeaflets(): Readonly<Record<LeafletId, readonly LeafletBlock[]>> {
  const texts = loadTexts();
  const ofTexts = Object.fromEntries(TEXTS.map((id) => [id, blocksOfText(texts[id])]));
  return {
    ...(ofTexts as Record<TextId, LeafletBlock[]>),
    signs: SIGNS_SAY,
    ask: ASK_SAYS,
    rights: RIGHTS_SAY,
  };
}

const NOW = blocksOfKeys([
  ['heading', 'guide.now.title'],
  ['list', 'guide.now.danger', 'guide.now.trust', 'guide.now.ask-first'],
]);

const SIGNS_SAY: readonly LeafletBlock[] = [
  ...blocksOfKeys([
    ['title', 'guide.self.title'],
    ['list', ...SIGNS.map(({ ask }) => ask)],
    ['paragraph', 'guide.self.named-lede'],
    ['paragraph', 'guide.self.not-decision'],
  ]),
  ...NOW,
];

const ASK_SAYS: readonly LeafletBlock[] = [
  ...blocksOfKeys([
    ['title', 'guide.whom.title'],
    ['list', 'guide.whom.lawyer', 'guide.whom.unhcr', 'guide.whom.organisation', 'guide.whom.careful'],
  ]),
  ...NOW,
  ...blocksOfKeys([
    ['heading', 'guide.who.worker'],
    ['paragraph', 'guide.who.worker-must'],
  ]),
];

/** What to ask for, and no right: which of it is owed hangs on the country and on who has checked its law. */
const RIGHTS_SAY: readonly LeafletBlock[] = blocksOfKeys([
  ['title', 'guide.print.rights'],
  ['paragraph', 'guide.rights.ask-lawyer'],
  ...TOPICS.flatMap(({ title, how }) => [['heading', title] as const, ['paragraph', how] as const]),
]);
