import type { JSX } from 'preact';
import { PageHead, PageLink, Pairs, useWords } from '../../web/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';

/**
 * For a form that did not come from a page of this session: nothing was done, and what was typed stands here to be
 * copied. No button sends it on, since another site may have written it.
 */
export function OutdatedForm({
  form,
  secrets,
}: {
  form: URLSearchParams;
  secrets: readonly string[];
}): JSX.Element {
  const { t } = useWords();
  const left = [FORM_TOKEN, ...secrets];
  const typed = [...form].filter(([name, value]) => !left.includes(name) && value !== '');
  return (
    <div class="read">
      <PageHead title={t('desk.outdated.title')} lede={t('desk.outdated.lede')} />
      <TypedFields fields={typed} />
      <p>
        <PageLink path="/desk">{t('desk.to-start')}</PageLink>
      </p>
    </div>
  );
}

/** What was typed, field by field. */
export function TypedFields({
  fields,
}: {
  fields: readonly (readonly [string, string])[];
}): JSX.Element | null {
  if (fields.length === 0) return null;
  return (
    <Pairs pairs={fields.map(([name, value]) => ({ term: name, body: <span dir="auto">{value}</span> }))} />
  );
}
