import { type Day, getCitation, type Overlay } from '@clew/rules';
import type { JSX } from 'preact';
import { MarksKey, Note, PageHead, PageLink, Part, Tag, useWords } from '../../web/index.ts';
import { Sources } from '../explanation.tsx';
import type { Indicators } from '../indicators/read-indicators.ts';
import type { LawWords } from '../law-words.ts';
import { indicatorPath, indicatorText } from '../library/index.ts';
import { operationWords } from './operation-words.ts';
import { WhomItReaches } from './whom-it-reaches.tsx';

type Shown = { said: LawWords; on: Day; indicators: Indicators['indicators'] };

/** Every reform: what it changes, in words of its operations, and where it is proposed. */
export function ReformsPage({ said, on, indicators }: Shown): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t('law.reforms.title')}
        lede={t('assess.reform.hint')}
      />
      <Note kind="worth-knowing" title={t('assess.reform.title')}>
        <p>{t('law.reforms.one-case')}</p>
        <p>
          <PageLink path="/assess">{t('law.reforms.to-assess')}</PageLink>
        </p>
        <p>
          <PageLink path="/law/reforms/compose">{t('compose.title')}</PageLink>
        </p>
        <p>
          <PageLink path="/law/reforms/case">{t('before-after.title')}</PageLink>
        </p>
        <p>
          <PageLink path="/law/reforms/population">{t('law.reforms.to-population')}</PageLink>
        </p>
      </Note>
      {byCode(said.law.overlays).map((overlay) => (
        <Part key={overlay.id} id={overlay.id} title={said.reform(overlay.id)}>
          <Reform overlay={overlay} said={said} on={on} />
          <BearsOn codes={overlay.bearsOn} indicators={indicators} />
        </Part>
      ))}
      <MarksKey />
    </>
  );
}

/** The dangers that a proposal bears on as its source sees it, each on the page of its set. */
function BearsOn({ codes, indicators }: { codes: readonly string[] } & Pick<Shown, 'indicators'>) {
  const { t, language } = useWords();
  if (codes.length === 0) return null;
  return (
    <>
      <p class="read">{t('law.reforms.bears-on')}</p>
      <ul class="read">
        {codes.flatMap((code) => {
          const one = indicators[code];
          if (!one) return [];
          return [
            <li key={code}>
              <PageLink path={indicatorPath(one)}>{indicatorText(one, language)}</PageLink>{' '}
              <span class="soft">
                <bdi>{code}</bdi>
              </span>
            </li>,
          ];
        })}
      </ul>
    </>
  );
}

/** F01 before F02; what has no code by its id, after those. */
function byCode(overlays: LawWords['law']['overlays']): Overlay[] {
  const key = ({ code, id }: Overlay) => code ?? `~${id}`;
  return Object.values(overlays).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function Reform({ overlay, said, on }: { overlay: Overlay } & Pick<Shown, 'said' | 'on'>): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { id, code, status, after, cites, ops } = overlay;
  const rules = ops.map((operation) => operationWords(operation, words, said));
  return (
    <>
      <p class="meta">
        <Tag>{t(status === 'adopted' ? 'law.reforms.adopted' : 'law.reforms.proposal')}</Tag>{' '}
        <span>
          <bdi>{code === undefined ? id : `${code}, ${id}`}</bdi>
        </span>{' '}
        <Sources citations={cites.map((cite) => getCitation(said.law, cite))} law={said} />
      </p>
      <ul class="read">
        {rules.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {overlay.noEffect !== undefined && (
        <p class="read">
          {t('law.reforms.no-effect', { why: overlay.noEffect })}{' '}
          {words.language !== 'en' && <span class="small soft">{t('library.in-english')}</span>}
        </p>
      )}
      {overlay.noEffect === undefined && <WhomItReaches overlay={overlay} said={said} on={on} />}
      {after.length > 0 && (
        <p class="small">
          {t('law.reforms.after', { reforms: after.map((one) => said.reform(one)).join(', ') })}
        </p>
      )}
    </>
  );
}
