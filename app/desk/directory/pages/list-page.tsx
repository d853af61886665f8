import type { JSX } from 'preact';
import {
  type Answer,
  DateText,
  EMPTY_FORM,
  Empty,
  FileField,
  type FormState,
  formStatus,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  redirectTo,
  sendFile,
  showPage,
  Table,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { type Entry, type EntryState, listEntries } from '../find-entries.ts';
import { type HsdsProblem, MOST_BYTES, readHsds, writeServices } from '../hsds/read-hsds.ts';
import { MOST_ENTRIES, type NotProposed, proposeServices } from '../propose-change.ts';
import { FileProblems } from './problems.tsx';

const PATH = '/desk/directory';
const SHARED = { path: PATH, title: 'directory.title' } as const;
const KILOBYTE = 1024;

/** All entries, the form that brings a file of them, and the file that takes them along. */
export const listPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    method: 'get',
    action: 'directory.read',
    place: 'directory.place',
    render: (_visit, worker) => showList(worker, { state: EMPTY_FORM, refused: [] }),
  }),
  deskPage({
    ...SHARED,
    method: 'post',
    action: 'directory.propose',
    stream: { field: 'file', limit: MOST_BYTES },
    render: takeFile,
  }),
  deskPage({
    ...{ path: `${PATH}/export`, title: 'directory.title', method: 'get', action: 'directory.read' },
    render: async (_visit, worker) => {
      const kept = (await listEntries(worker)).flatMap(({ content }) => content?.service ?? []);
      return sendFile({ name: 'services.json', type: 'application/json', content: writeServices(kept) });
    },
  }),
];

const NOT_PROPOSED: Readonly<Record<NotProposed, PlainKey>> = {
  'not-permitted': 'desk.forbidden',
  'no-key': 'directory.no-key',
  'too-many': 'directory.too-many',
};

async function takeFile({ file, form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const wrong = (key: PlainKey, refused: readonly HsdsProblem[] = []) =>
    showList(worker, {
      state: { values: form, problems: [{ name: 'file', message: words.t(key) }] },
      refused,
    });
  if (file === undefined) return wrong('directory.file.none');
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  const read = readHsds(Buffer.concat(pieces));
  if (!read.ok) return wrong('directory.file.refused', read.problems);
  const taken = await proposeServices(worker, read.services);
  return taken.ok ? redirectTo(PATH) : wrong(NOT_PROPOSED[taken.why]);
}

type Shown = { state: FormState; refused: readonly HsdsProblem[] };

async function showList(worker: SignedIn, { state, refused }: Shown): Promise<Answer> {
  const entries = await listEntries(worker);
  return showPage(<Entries {...{ entries, state, refused }} token={worker.formToken} />, {
    status: formStatus(state),
  });
}

/** Where an entry stands, in words. */
export const STATE_WORDS: Readonly<Record<EntryState, PlainKey>> = {
  shown: 'directory.state.shown',
  expired: 'directory.state.expired',
  doubted: 'directory.state.doubted',
  hidden: 'directory.state.hidden',
};

function Entries({
  entries,
  state,
  refused,
  token,
}: Shown & { entries: readonly Entry[]; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('directory.title')} lede={t('directory.lede')} />
      <FileProblems problems={refused} />
      {entries.length === 0 ? (
        <Empty title={t('directory.none')} why={t('directory.none-why')} />
      ) : (
        <EntryTable entries={entries} />
      )}
      <p class="btns">
        <PageLink path={`${PATH}/new`}>{t('directory.new')}</PageLink>
        {entries.length > 0 && <PageLink path={`${PATH}/export`}>{t('directory.export')}</PageLink>}
      </p>
      <Part id="bring" title={t('directory.file.title')}>
        <p>{t('directory.file.lede')}</p>
        <Note kind="worth-knowing" title={t('directory.place-rule')} level={3}>
          <p>{t('directory.place-rule-why')}</p>
        </Note>
        <DeskForm path={PATH} token={token} state={state} hasFile next={t('directory.file.bring')}>
          <FileField
            name="file"
            label={t('directory.file.label')}
            hint={t('directory.file.hint', { most: MOST_BYTES / KILOBYTE / KILOBYTE, entries: MOST_ENTRIES })}
            accept=".json,application/json"
          />
        </DeskForm>
      </Part>
    </div>
  );
}

function EntryTable({ entries }: { entries: readonly Entry[] }): JSX.Element {
  const { t } = useWords();
  return (
    <Table
      caption={t('directory.entries')}
      columns={[
        { label: t('directory.field.name') },
        { label: t('directory.state') },
        { label: t('directory.until') },
      ]}
      rows={entries.map(({ entryId, state, content, change, expiresAt }) => [
        <PageLink key="name" path={`${PATH}/${entryId}`}>
          <bdi>{(change?.content ?? content)?.service.service.name ?? t('directory.closed')}</bdi>
        </PageLink>,
        `${t(STATE_WORDS[state])}${change ? `; ${t('directory.change.waits')}` : ''}`,
        expiresAt && state === 'shown' ? (
          <DateText key="until" day={expiresAt.toISOString().slice(0, 10)} />
        ) : (
          '—'
        ),
      ])}
    />
  );
}
