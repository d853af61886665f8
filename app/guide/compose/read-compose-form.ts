import { type FieldProblem, type PlainKey, PublicLanguage, type Words } from '../../web/index.ts';
import { hasDraft, type LeafletBlock } from '../print/leaflet.ts';
import { LEAFLETS, type LeafletId } from '../print/leaflets.ts';

export const FIELDS = {
  group: 'group',
  texts: 'text',
  first: 'one',
  second: 'two',
  contact: 'contact',
  drafts: 'drafts',
  /** The button that chooses texts for a group, in place of showing them. */
  suggest: 'suggest',
} as const;

/** A line of a contact; more would be a letter. */
const LONGEST_CONTACT = 200;

type Composed = {
  texts: readonly LeafletId[];
  languages: readonly [PublicLanguage, PublicLanguage];
  contact: string | undefined;
};

type Asked = {
  form: URLSearchParams;
  words: Pick<Words, 't'>;
  leaflets: Readonly<Record<LeafletId, readonly LeafletBlock[]>>;
};

/** What a worker composed, or what is wrong with it; a draft is printed only for who asked for drafts. */
export function readComposeForm({
  form,
  words,
  leaflets,
}: Asked): { ok: true; composed: Composed } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const wrong = (name: string, key: PlainKey, values?: Record<string, number>) =>
    problems.push({ name, message: words.t(key, values) });
  const texts = LEAFLETS.filter((id) => form.getAll(FIELDS.texts).includes(id));
  const first = PublicLanguage.safeParse(form.get(FIELDS.first)).data;
  const second = PublicLanguage.safeParse(form.get(FIELDS.second)).data;
  const contact = (form.get(FIELDS.contact) ?? '').trim();
  if (texts.length === 0) wrong(FIELDS.texts, 'desk.leaflets.no-text');
  if (first === undefined) wrong(FIELDS.first, 'guide.print.no-language');
  if (second === undefined) wrong(FIELDS.second, 'guide.print.no-language');
  else if (first === second) wrong(FIELDS.second, 'guide.print.same');
  if (contact.length > LONGEST_CONTACT)
    wrong(FIELDS.contact, 'desk.leaflets.contact-long', { most: LONGEST_CONTACT });
  if (first === undefined || second === undefined) return { ok: false, problems };
  const isDraft = texts.some((id) => hasDraft(leaflets[id], [first, second]));
  if (isDraft && form.get(FIELDS.drafts) !== 'yes') wrong(FIELDS.drafts, 'desk.leaflets.drafts-wanted');
  if (problems.length > 0) return { ok: false, problems };
  const composed = { texts, languages: [first, second] as const, contact: contact || undefined };
  return { ok: true, composed };
}
