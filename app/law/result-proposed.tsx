import { Fragment, type JSX } from 'preact';
import { SafetyWords, Tag, useWords } from '../web/index.ts';
import { FoundHead, PROVISION_TITLES, ProvisionChanges } from './reforms/before-after/index.ts';
import type { Result } from './result-page.tsx';

/** What the reforms that were switched on would bring, each part marked as proposed: whom they could bind, and what changes. */
export function Proposed({ found, said }: Result): JSX.Element | null {
  const { t } = useWords();
  if (!found) return null;
  const kinds = (['answer', 'number', 'new', 'gone', 'reason'] as const).map((what) => ({
    what,
    of: found.changed.filter((one) => one.what === what),
  }));
  return (
    <>
      <p class="read">
        <SafetyWords of="assess.result.proposed-body" />
      </p>
      <FoundHead found={found} />
      {found.changed.length === 0 && <p>{t('assess.result.proposed-none')}</p>}
      {kinds
        .filter(({ of }) => of.length > 0)
        .map(({ what, of }) => (
          <Fragment key={what}>
            <p>
              <Tag>{t('footing.word.proposed')}</Tag> <b>{t(PROVISION_TITLES[what])}</b>
            </p>
            <ProvisionChanges of={of} said={said} />
          </Fragment>
        ))}
    </>
  );
}
