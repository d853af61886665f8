import type { JSX } from 'preact';
import { DateText, Part, type PlainKey, useWords } from '../../web/index.ts';
import type { Holder, Remains } from './erase.ts';

const STATE_WORDS: Readonly<Record<Holder['state'], PlainKey>> = {
  live: 'file.grants.live',
  expired: 'file.grants.expired',
  withdrawn: 'file.grants.withdrawn',
};

/** What no erasure reaches: said before, and on the paper that the person is given after. */
export function WhatRemains({ remains }: { remains: Remains }): JSX.Element {
  const { t } = useWords();
  const { holders, unopened, backupsUntil, fileId } = remains;
  return (
    <Part id="remains" title={t('keeping.remains.title')}>
      <ul class="flow">
        <li>
          {t('keeping.remains.journal')} <bdi dir="ltr">{fileId}</bdi>
        </li>
        <li>
          {t('keeping.remains.backups')} <DateText day={backupsUntil} />. {t('keeping.remains.backups-more')}
        </li>
        <li>{t('keeping.remains.read')}</li>
        <li>{t('keeping.remains.demands')}</li>
        <li>{t('keeping.remains.exports')}</li>
        <li>{holders.length === 0 ? t('keeping.remains.nobody') : t('keeping.remains.holders')}</li>
      </ul>
      {holders.length > 0 && (
        <ul>
          {holders.map(({ recipient, state }, index) => (
            <li key={index}>
              <bdi>{recipient}</bdi> <span class="soft small">{t(STATE_WORDS[state])}</span>
            </li>
          ))}
        </ul>
      )}
      {unopened > 0 && <p>{t('keeping.remains.unopened')}</p>}
    </Part>
  );
}
