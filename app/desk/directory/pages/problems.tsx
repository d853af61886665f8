import type { JSX } from 'preact';
import { Note, type PlainKey, useWords, type Words } from '../../../web/index.ts';
import type { HsdsProblem, HsdsWhy } from '../hsds/read-hsds.ts';
import type { Listing, NotShowable } from '../listing.ts';
import { FIELD_WORDS } from './listing-words.tsx';

const WHY_WORDS: Readonly<Record<HsdsWhy, PlainKey>> = {
  'json-syntax': 'directory.file.json-syntax',
  'json-deep': 'directory.file.json-large',
  'json-many': 'directory.file.json-large',
  'json-twice': 'directory.file.json-twice',
  'json-name': 'directory.file.json-name',
  'json-number': 'directory.file.json-number',
  'json-character': 'directory.file.character',
  'not-text': 'directory.file.character',
  'too-large': 'directory.file.json-large',
  'not-services': 'directory.file.not-services',
  many: 'directory.file.many',
  field: 'directory.file.field',
  'same-id': 'directory.file.same-id',
};

/** Why a file was refused, line by line. Nothing of it was taken. */
export function FileProblems({ problems }: { problems: readonly HsdsProblem[] }): JSX.Element | null {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <Note kind="safety" title={t('directory.file.refused')} level={2}>
      <ul>
        {problems.map(({ line, why, field }) => (
          <li key={`${line} ${why} ${field}`}>
            {t('directory.file.line', { line })} {t(WHY_WORDS[why])} {field && <bdi dir="ltr">{field}</bdi>}
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** Why the public cannot be shown a service, as a sentence. */
export function problemText(problem: NotShowable, { t }: Pick<Words, 't'>): string {
  if (problem.why === 'no-way') return t('directory.unfit.no-way');
  if (problem.why === 'no-country') return t('directory.unfit.no-country');
  const field = t(FIELD_WORDS[problem.field as keyof Listing] ?? 'directory.field.name');
  if (problem.why === 'address-told') return t('directory.unfit.address-told', { field });
  return t(problem.why === 'too-long' ? 'directory.unfit.too-long' : 'directory.unfit.unfit', { field });
}
