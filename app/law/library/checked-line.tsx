import type { Verified } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, useWords } from '../../web/index.ts';

/** Who checked something against its source, or that nobody has; and with what it was compared, if with anything. */
export function CheckedLine({
  of,
}: {
  of: Pick<Verified, 'checkedBy' | 'compared' | 'status'>;
}): JSX.Element {
  const { t } = useWords();
  const { checkedBy } = of;
  return (
    <div class="small soft">
      {checkedBy.map(({ name, role, on }) => (
        <p key={name}>
          {t('law.checked', { name, role })} <DateText day={on} />
        </p>
      ))}
      {checkedBy.length === 0 && <p>{t('library.nobody-checked')}</p>}
      {checkedBy.length === 0 && <ComparedWith of={of} />}
    </div>
  );
}

/** With what something was compared, by somebody who does not stand for it by name; nothing where nobody did. */
export function ComparedWith({ of }: { of: Pick<Verified, 'compared' | 'status'> }): JSX.Element | null {
  const { t } = useWords();
  const { compared, status } = of;
  if (!compared) return null;
  const { source, note } = compared;
  return (
    <p class="small">
      {t(status === 'compared' ? 'law.compared' : 'law.seen')} <bdi lang="en">{source}</bdi>
      {note && (
        <>
          {'. '}
          <bdi lang="en">{note}</bdi>
        </>
      )}
    </p>
  );
}

/** A rule, a value or a duty: who checked that it follows its source, or that nobody has. */
export function RuleChecked({ of }: { of: Pick<Verified, 'checkedBy'> }): JSX.Element {
  return <CheckedLine of={{ checkedBy: of.checkedBy, status: 'unverified' }} />;
}
