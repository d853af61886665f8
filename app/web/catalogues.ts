import { z } from 'zod';
import ar from '../../locales/ar.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import es from '../../locales/es.json' with { type: 'json' };
import fr from '../../locales/fr.json' with { type: 'json' };
import am from '../../locales/public/am.json' with { type: 'json' };
import bn from '../../locales/public/bn.json' with { type: 'json' };
import ckb from '../../locales/public/ckb.json' with { type: 'json' };
import faAF from '../../locales/public/fa-AF.json' with { type: 'json' };
import kmr from '../../locales/public/kmr.json' with { type: 'json' };
import my from '../../locales/public/my.json' with { type: 'json' };
import ps from '../../locales/public/ps.json' with { type: 'json' };
import ru from '../../locales/public/ru.json' with { type: 'json' };
import so from '../../locales/public/so.json' with { type: 'json' };
import sw from '../../locales/public/sw.json' with { type: 'json' };
import ti from '../../locales/public/ti.json' with { type: 'json' };
import uk from '../../locales/public/uk.json' with { type: 'json' };
import { EnglishHash, isOutdated } from './english-of.ts';
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
  /** The English that it was made from, where `locales/english.json` says another for it. */
  of: EnglishHash.optional(),
});
export type Message = z.infer<typeof Message>;
/** A string as pages show it: one whose English was changed since is a draft again, whoever had checked it. */
export type ShownMessage = Message & { readonly isOutdated?: true };

/** The strings of public pages begin with one of these. */
const PUBLIC_PREFIXES = ['answer.', 'fault.', 'form.', 'guide.', 'home.', 'shell.'];
/** Of them, those that only people who work at the desk, or run the node, are shown. */
const NOT_PUBLIC = ['shell.on-this-page', 'shell.places', 'fault.unreadable-upload', 'fault.advice-operator'];

function isPublicKey(key: string): boolean {
  return PUBLIC_PREFIXES.some((prefix) => key.startsWith(prefix)) && !NOT_PUBLIC.includes(key);
}

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
type Catalogue = Readonly<Record<MessageKey, ShownMessage>>;

/** Every string in every language that all pages have. A key that English has and another lacks is a type error here. */
const FULL: Readonly<Record<Language, Catalogue>> = {
  en: parseCatalogue(en),
  fr: parseTranslation(fr) as Catalogue,
  es: parseTranslation(es) as Catalogue,
  ar: parseTranslation(ar) as Catalogue,
};

/** Every string in every language; a language of the public pages alone may lack any, and English stands in for it. */
export const CATALOGUES: Readonly<Record<PublicLanguage, Readonly<Partial<Catalogue>>>> = {
  ...FULL,
  'fa-AF': parseTranslation(faAF),
  ps: parseTranslation(ps),
  ti: parseTranslation(ti),
  am: parseTranslation(am),
  so: parseTranslation(so),
  sw: parseTranslation(sw),
  uk: parseTranslation(uk),
  my: parseTranslation(my),
  ckb: parseTranslation(ckb),
  kmr: parseTranslation(kmr),
  bn: parseTranslation(bn),
  ru: parseTranslation(ru),
};

function parseCatalogue(catalogue: Record<MessageKey, unknown>): Catalogue {
  return Catalogue.parse(catalogue) as Catalogue;
}

function parseTranslation(catalogue: Record<string, unknown>): Readonly<Partial<Catalogue>> {
  return Object.fromEntries(
    Object.entries(Catalogue.parse(catalogue)).map(([key, message]) => [
      key,
      asShown(key as MessageKey, message),
    ]),
  );
}

/** A translation as pages show it. Nobody keeps an account of the English of what only people at the desk are shown. */
export function asShown(key: MessageKey, message: Message): ShownMessage {
  const isKept = isPublicKey(key);
  if (!isKept || !isOutdated({ key, english: en[key]?.text ?? '', of: message.of })) return message;
  return { ...message, status: 'draft', isOutdated: true };
}

/** The English of a key. */
export function englishOf(key: MessageKey): Message {
  return FULL.en[key];
}

/** The keys that a language of the public pages alone is translated for, in their order. */
export const PUBLIC_KEYS: readonly MessageKey[] = (Object.keys(en) as MessageKey[]).filter(isPublicKey);

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
