import type { JSX } from 'preact';
import { Button, DateText, PageLink, Part, useWords } from '../../../web/index.ts';
import type { GrantOfFile, GrantsOfFile } from '../grants.ts';
import type { FileView } from '../look-at-file.ts';
import { OneButton } from './at-desk.tsx';
import { CAPACITY_WORDS, CATEGORY_WORDS } from './words.ts';

type GrantProps = { file: FileView; grants: GrantsOfFile; token: string; base: string };

/** What the person agreed to, took back and refused. */
export function GrantList({ file, grants, token, base }: GrantProps): JSX.Element {
  const { t } = useWords();
  const isEmpty = grants.grants.length + grants.refusals.length === 0;
  return (
    <Part id="grants" title={t('file.grants.title')}>
      {file.mayWriteGrant && (
        <p>
          <PageLink path={`${base}/grant`}>{t('file.grant.title')}</PageLink>
        </p>
      )}
      {grants.unopened > 0 && <p>{t('file.grants.unopened')}</p>}
      {isEmpty && <p class="soft">{t('file.grants.none')}</p>}
      {grants.grants.map((grant) => (
        <Grant key={grant.grantId} {...{ grant, token, base, mayEnd: file.mayEndGrant }} />
      ))}
      {grants.refusals.map((refusal, index) => (
        <article key={index} class="grant ended">
          <h3>
            <bdi>{refusal.recipient}</bdi> <span class="tag">{t('file.grants.refused')}</span>
          </h3>
          <p class="small" dir="auto">
            {refusal.purpose}
          </p>
        </article>
      ))}
    </Part>
  );
}

function Grant(props: { grant: GrantOfFile; token: string; base: string; mayEnd: boolean }): JSX.Element {
  const { t, href } = useWords();
  const { grant, token, base, mayEnd } = props;
  const states = {
    live: t('file.grants.live'),
    expired: t('file.grants.expired'),
    withdrawn: t('file.grants.withdrawn'),
  };
  return (
    <article class={grant.state === 'live' ? 'grant' : 'grant ended'}>
      <h3>
        <bdi>{grant.recipient}</bdi> <span class="tag">{states[grant.state]}</span>
      </h3>
      <dl>
        <dt>{t('file.grants.sees')}</dt>
        <dd>{grant.categories.map((name) => t(CATEGORY_WORDS[name])).join(' · ')}</dd>
        <dt>{t('file.grants.for')}</dt>
        <dd dir="auto">{grant.purpose}</dd>
        <dt>{t('file.grants.until')}</dt>
        <dd>
          <DateText day={grant.expiresOn} />
        </dd>
        <dt>{t('file.grants.asked')}</dt>
        <dd>
          <DateText day={grant.at.slice(0, 10)} /> · <bdi>{grant.language}</bdi>
        </dd>
        <dt>{t('file.grants.able')}</dt>
        <dd>
          {t(CAPACITY_WORDS[grant.capacity])} {grant.guardian && <bdi>{grant.guardian}</bdi>}
        </dd>
      </dl>
      {mayEnd && grant.state === 'live' && (
        <OneButton path={href(`${base}/grant/end`)} token={token} fields={{ grant: grant.grantId }}>
          <Button kind="other">{t('file.grants.end')}</Button>
        </OneButton>
      )}
    </article>
  );
}
