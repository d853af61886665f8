import { RESIDENCE_OPTIONS } from '@clew/rules';
import type { JSX } from 'preact';
import { PageLink, Part, Table, useWords, Verdict } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import type { Found } from './found.ts';
import { OPTION_KEYS, StaySource, StayWords } from './residence-words.tsx';

/** The ways to stay in a State: each option, and where it is empty that nobody has said. */
export function ResidencePart({ found, said }: { found: Found; said: LawWords }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="residence" title={t('residence.title')}>
      <Table
        caption={t('residence.title')}
        isCaptionHidden
        columns={[
          { label: t('residence.which') },
          { label: t('residence.column-gives') },
          { label: t('residence.column-source') },
        ]}
        rows={RESIDENCE_OPTIONS.flatMap((option) => {
          const label = t(OPTION_KEYS[option]);
          const stays = found.stays.filter((stay) => stay.option === option);
          if (stays.length === 0)
            return [[label, <Verdict state="unknown" word={t('states.national.nobody-has-said')} />, '']];
          return stays.map((stay) => [
            label,
            <StayWords stay={stay} said={said} />,
            <StaySource stay={stay} said={said} />,
          ]);
        })}
      />
      <p>
        <PageLink path={`/law/residence?on=${found.at.on}`}>{t('residence.compare')}</PageLink>
      </p>
    </Part>
  );
}
