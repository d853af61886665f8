import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Button,
  notFound,
  PageHead,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { readAtFile } from '../file/index.ts';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { browseJournal, type JournalPage } from './browse-journal.ts';
import { JournalTable, type NamedLine, nameLines } from './journal-table.tsx';

const path = '/desk/files/:file/opened';

/**
 * Who has opened a file, for those who may know it and for the person themselves, who may have it printed. To look is
 * itself an entry of the list.
 */
export const openedPages: readonly DeskPage[] = (['get', 'post'] as const).map((method) =>
  deskPage({
    path,
    method,
    action: 'file.history',
    title: 'desk.opened.title',
    render: showOpened,
  }),
);

async function showOpened({ params, form }: Visit, worker: SignedIn): Promise<Answer> {
  const { actor, keys, door, desk, names, formToken } = worker;
  const fileId = params.file ?? '';
  const fileDesk = { actor, keys, door, now: desk.now, random: desk.random };
  const read = await readAtFile(fileDesk, { action: 'file.history', fileId }, (transaction) =>
    browseJournal(transaction, { thing: `file ${fileId.toLowerCase()}` }, form.get('from') ?? undefined),
  );
  if (!read.ok)
    return read.why === 'forbidden'
      ? showFault({ status: 403, message: 'desk.forbidden', advice: 'desk.forbidden-advice' })
      : notFound();
  const lines = await nameLines(names, read.lines);
  return showPage(<Opened fileId={fileId} lines={lines} next={read.next} token={formToken} />);
}

type OpenedProps = { fileId: string; lines: readonly NamedLine[]; next: JournalPage['next']; token: string };

function Opened({ fileId, lines, next, token }: OpenedProps): JSX.Element {
  const { t, href } = useWords();
  return (
    <>
      <PageHead title={t('desk.opened.title')} lede={t('desk.opened.lede')} />
      <JournalTable lines={lines} caption={t('desk.opened.title')} />
      {next !== undefined && (
        <form method="post" action={href(`/desk/files/${fileId}/opened`)}>
          <input type="hidden" name={FORM_TOKEN} value={token} />
          <input type="hidden" name="from" value={next} />
          <p class="btns">
            <Button kind="other">{t('desk.journal.older')}</Button>
          </p>
        </form>
      )}
      <BackLink path={`/desk/files/${fileId}`}>{t('desk.opened.back')}</BackLink>
    </>
  );
}
