import type { JSX } from 'preact';
import { Empty, Note, PageHead, PageLink, useWords } from '../../web/index.ts';
import { mayAtAll } from '../policy/index.ts';
import { type DeskPage, deskPage } from './desk-page.tsx';

/** The first page after signing in. */
export const startPage: DeskPage = deskPage({
  path: '/desk',
  method: 'get',
  action: 'desk.read',
  title: 'desk.start.title',
  place: 'desk.start.place',
  render: async (_visit, worker) => {
    const name = (await worker.names.worker(worker.actor.workerId)) ?? '';
    const maySeeFiles = mayAtAll(worker.actor, 'file.list');
    const hasMandate = worker.actor.mandates.length > 0;
    return (
      <Start {...{ name, maySeeFiles, hasMandate, mayInvite: mayAtAll(worker.actor, 'invitation.make') }} />
    );
  },
});

function Start(props: {
  name: string;
  maySeeFiles: boolean;
  hasMandate: boolean;
  mayInvite: boolean;
}): JSX.Element {
  const { t, rich } = useWords();
  return (
    <>
      <PageHead title={rich('desk.start.hello', { name: props.name, b: (inner) => <bdi>{inner}</bdi> })} />
      {!props.hasMandate && (
        <Note kind="worth-knowing" title={t('desk.start.mandate-title')}>
          <p>{t('desk.start.mandate')}</p>
        </Note>
      )}
      <Empty
        title={t('desk.start.empty')}
        why={
          props.maySeeFiles || !props.hasMandate ? t('desk.start.empty-why') : t('desk.start.empty-no-files')
        }
        next={props.mayInvite && <PageLink path="/desk/people">{t('desk.people.place')}</PageLink>}
      />
    </>
  );
}
