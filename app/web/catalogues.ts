import { z } from 'zod';
import ar from '../../locales/ar.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import fr from '../../locales/fr.json' with { type: 'json' };
import am from '../../locales/public/am.json' with { type: 'json' };
import bn from '../../locales/public/bn.json' with { type: 'json' };
import ckb from '../../locales/public/ckb.json' with { type: 'json' };
import es from '../../locales/public/es.json' with { type: 'json' };
import faAF from '../../locales/public/fa-AF.json' with { type: 'json' };
import kmr from '../../locales/public/kmr.json' with { type: 'json' };
import my from '../../locales/public/my.json' with { type: 'json' };
import ps from '../../locales/public/ps.json' with { type: 'json' };
import ru from '../../locales/public/ru.json' with { type: 'json' };
import so from '../../locales/public/so.json' with { type: 'json' };
import sw from '../../locales/public/sw.json' with { type: 'json' };
import ti from '../../locales/public/ti.json' with { type: 'json' };
import uk from '../../locales/public/uk.json' with { type: 'json' };
import type { Language, PublicLanguage } from './language.ts';

/** One string that people see: its text as an ICU MessageFormat, and who answers for it. */
export const Message = z.strictObject({
  text: z.string().min(1),
  /** written: in its own language. draft: translated by a machine, no speaker has read it. checked: a named speaker has. */
  status: z.enum(['written', 'draft', 'checked']),
  by: z.string().min(1).optional(),
  on: z.iso.date().optional(),
  /** Someone's safety hangs on it: never shown only as a machine draft. */
  safety: z.boolean().optional(),
});
export type Message = z.infer<typeof Message>;

type English = typeof en;
/** A key of `locales/en.json`. */
export type MessageKey = keyof English;
/** Keys of sentences that someone's safety hangs on; only `SafetyWords` may show them. */
export type SafetyKey = {
  [Key in MessageKey]: English[Key] extends { safety: boolean } ? Key : never;
}[MessageKey];
/** Keys of all other sentences. */
export type PlainKey = Exclude<MessageKey, SafetyKey>;

const Catalogue = z.record(z.string(), Message);
type Catalogue = Readonly<Record<MessageKey, Message>>;

/** Every string in every language that all pages have. A key that English has and another lacks is a type error here. */
const FULL: Readonly<Record<Language, Catalogue>> = {
  en: parseCatalogue(en),
  fr: parseCatalogue(fr),
  ar: parseCatalogue(ar),
};

/** Every string in every language; a language of the public pages alone may lack any, and English stands in for it. */
export const CATALOGUES: Readonly<Record<PublicLanguage, Readonly<Partial<Catalogue>>>> = {
  ...FULL,
  es: Catalogue.parse(es),
  'fa-AF': Catalogue.parse(faAF),
  ps: Catalogue.parse(ps),
  ti: Catalogue.parse(ti),
  am: Catalogue.parse(am),
  so: Catalogue.parse(so),
  sw: Catalogue.parse(sw),
  uk: Catalogue.parse(uk),
  my: Catalogue.parse(my),
  ckb: Catalogue.parse(ckb),
  kmr: Catalogue.parse(kmr),
  bn: Catalogue.parse(bn),
  ru: Catalogue.parse(ru),
};

function parseCatalogue(catalogue: Record<MessageKey, unknown>): Catalogue {
  return Catalogue.parse(catalogue) as Catalogue;
}

/** The English of a key. */
export function englishOf(key: MessageKey): Message {
  return FULL.en[key];
}

/** The strings of public pages begin with one of these. */
const PUBLIC_PREFIXES = ['answer.', 'fault.', 'form.', 'guide.', 'home.', 'shell.'];
/** Of them, those that only people who work at the desk, or run the node, are shown. */
const NOT_PUBLIC = ['shell.on-this-page', 'shell.places', 'fault.unreadable-upload', 'fault.advice-operator'];

/** The keys that a language of the public pages alone is translated for, in their order. */
export const PUBLIC_KEYS: readonly MessageKey[] = (Object.keys(en) as MessageKey[]).filter(
  (key) => PUBLIC_PREFIXES.some((prefix) => key.startsWith(prefix)) && !NOT_PUBLIC.includes(key),
);

/**
 * Whether some sentence of the public pages that safety hangs on has been read by no speaker of a language. Such a
 * language is offered as a draft.
 */
export function isUnchecked(language: PublicLanguage): boolean {
  return UNCHECKED.has(language);
}

const UNCHECKED: ReadonlySet<PublicLanguage> = new Set(
  (Object.keys(CATALOGUES) as PublicLanguage[]).filter((language) =>
    PUBLIC_KEYS.some(
      (key) => englishOf(key).safety && (CATALOGUES[language][key]?.status ?? 'draft') === 'draft',
    ),
  ),
);
