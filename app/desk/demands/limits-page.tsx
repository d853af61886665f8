import type { JSX } from 'preact';
import { Note, PageHead, PageLink, Part, type PlainKey, useWords } from '../../web/index.ts';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';

/** What this node can hand over and what it cannot, for whoever stands before a demand. As the threat model has it. */
export const limitsPage: DeskPage = deskPage({
  path: '/desk/hand-over',
  method: 'get',
  action: 'desk.read',
  title: 'desk.limits.title',
  render: () => <Limits />,
});

const READABLE = [
  'desk.limits.readable-rows',
  'desk.limits.readable-journal',
  'desk.limits.readable-file',
  'desk.limits.readable-law',
] as const;
const SEALED = [
  'desk.limits.sealed-content',
  'desk.limits.sealed-names',
  'desk.limits.sealed-admin',
] as const;
const OPENED = [
  'desk.limits.opened-workers',
  'desk.limits.opened-custodians',
  'desk.limits.opened-copy',
  'desk.limits.opened-watched',
] as const;

function Limits(): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.limits.title')} lede={t('desk.limits.lede')} />
      <Note kind="safety" title={t('desk.limits.first-title')}>
        <p>{t('desk.limits.first')}</p>
      </Note>
      <Sentences id="readable" title="desk.limits.readable" sentences={READABLE} />
      <Sentences id="sealed" title="desk.limits.sealed" sentences={SEALED} />
      <Sentences id="opened" title="desk.limits.opened" sentences={OPENED} />
      <p>
        <PageLink path="/desk">{t('desk.to-start')}</PageLink>
      </p>
    </div>
  );
}

function Sentences(props: { id: string; title: PlainKey; sentences: readonly PlainKey[] }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id={props.id} title={t(props.title)}>
      <ul>
        {props.sentences.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
    </Part>
  );
}
