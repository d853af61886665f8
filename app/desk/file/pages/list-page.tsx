import type { JSX } from 'preact';
import {
  BackLink,
  Choice,
  EMPTY_FORM,
  Empty,
  Field,
  type FormState,
  PageHead,
  PageLink,
  Part,
  redirectTo,
  Tag,
  useWords,
  type Visit,
  writeMonth,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { mayAtAll } from '../../policy/index.ts';
import { endOverdueGlass } from '../break-glass.ts';
import { findByName } from '../find-by-name.ts';
import { type ListedFile, type ListPlace, listFiles } from '../list-files.ts';
import { openFile } from '../open-file.ts';
import { fileDeskOf, type NamesById, namesOf, refuse, showForm, stateOf, typed } from './at-desk.tsx';

/** The files of the worker, a way to open another, and a way to find one by a name. */
export const listPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/files',
    method: 'get',
    action: 'file.list',
    title: 'file.list.title',
    place: 'file.list.place',
    render: (visit, worker) => showList(visit, worker, EMPTY_FORM),
  }),
  deskPage({
    path: '/desk/files/new',
    method: 'post',
    action: 'file.make',
    title: 'file.list.title',
    render: async (visit, worker) => {
      const teamId = typed(visit.form, 'team');
      const made = await openFile(fileDeskOf(worker), teamId === undefined ? {} : { teamId });
      return made.ok ? redirectTo(`/desk/files/${made.fileId}`) : refuse(made);
    },
  }),
  deskPage({
    path: '/desk/files/find',
    method: 'post',
    action: 'file.list',
    title: 'file.list.title',
    render: async (visit, worker) => {
      const name = typed(visit.form, 'name');
      if (name === undefined) return showList(visit, worker, stateOf(visit, [['name', 'file.find.wrong']]));
      const found = await findByName(fileDeskOf(worker), name);
      if (!found.ok) return refuse(found);
      const names = await namesOf(worker, idsIn(found.files));
      const state = { values: visit.form, problems: [] };
      return <Found {...{ files: found.files, names, state, token: worker.formToken }} />;
    },
  }),
];

async function showList(visit: Visit, worker: SignedIn, state: FormState) {
  const desk = fileDeskOf(worker);
  await endOverdueGlass(desk);
  const after = readPlace(visit.query.get('after'));
  const closed = visit.query.get('closed') === 'yes';
  const list = await listFiles(desk, after === undefined ? { closed } : { after, closed });
  if (!list.ok) return refuse(list);
  const { teams } = worker.actor;
  const names = await namesOf(worker, {
    ...idsIn(list.files),
    teams: [...teams, ...idsIn(list.files).teams],
  });
  const { actor } = worker;
  const props = { ...list, closed, names, state, token: worker.formToken, teams, me: actor.workerId };
  const mayFind = mayAtAll(actor, 'file.reveal.identity');
  const mayAsk = mayAtAll(actor, 'glass.ask') || mayAtAll(actor, 'glass.confirm');
  return showForm(
    <FileListPage {...props} {...{ mayFind, mayAsk, mayMake: mayAtAll(actor, 'file.make') }} />,
    state,
  );
}

function idsIn(files: readonly ListedFile[]): { workers: string[]; teams: string[] } {
  return {
    workers: files.map(({ ownerId }) => ownerId),
    teams: files.flatMap(({ teamId }) => teamId ?? []),
  };
}

const PLACE = /^(\d{4}-\d{2})_([0-9a-f-]{36})$/;

function readPlace(text: string | null): ListPlace | undefined {
  const [, month, fileId] = PLACE.exec(text ?? '') ?? [];
  return month === undefined || fileId === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)
    ? undefined
    : { month, fileId };
}

type ListProps = {
  files: readonly ListedFile[];
  next: ListPlace | undefined;
  /** Whether these are the closed ones. */
  closed: boolean;
  names: NamesById;
  state: FormState;
  token: string;
  teams: readonly string[];
  me: string;
  mayMake: boolean;
  mayFind: boolean;
  mayAsk: boolean;
};

function FileListPage(props: ListProps): JSX.Element {
  const { t } = useWords();
  const { files, next, closed, names, state, token, me } = props;
  if (closed) return <ClosedPage {...props} />;
  return (
    <>
      <PageHead title={t('file.list.title')} lede={t('file.list.lede')} />
      {files.length === 0 ? (
        <Empty title={t('file.list.empty')} why={t('file.list.empty-why')} />
      ) : (
        <Queue {...{ files, names, me }} />
      )}
      <More next={next} />
      {props.mayMake && <NewFile {...props} />}
      {props.mayFind && (
        <Part id="find" title={t('file.find.title')}>
          <FindForm {...{ state, token }} />
        </Part>
      )}
      {props.mayAsk && (
        <p>
          <PageLink path="/desk/glass">{t('file.glass.title')}</PageLink>
        </p>
      )}
      <p>
        <PageLink path="/desk/second">{t('file.second.title')}</PageLink>
      </p>
      <p>
        <PageLink path="/desk/files?closed=yes">{t('file.list.closed')}</PageLink>
      </p>
    </>
  );
}

function ClosedPage({ files, next, names, me }: ListProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <BackLink path="/desk/files">{t('file.list.back')}</BackLink>
      <PageHead title={t('file.list.closed')} lede={t('file.list.closed-lede')} />
      {files.length === 0 ? (
        <Empty title={t('file.list.closed-none')} why={t('file.list.empty-why')} />
      ) : (
        <Queue {...{ files, names, me }} />
      )}
      <More next={next} closed />
    </>
  );
}

function More({ next, closed = false }: Pick<ListProps, 'next'> & { closed?: boolean }): JSX.Element | null {
  const { t } = useWords();
  if (next === undefined) return null;
  const query = `after=${next.month}_${next.fileId}${closed ? '&closed=yes' : ''}`;
  return (
    <p>
      <PageLink path={`/desk/files?${query}`}>{t('file.list.more')}</PageLink>
    </p>
  );
}

/** Files as a queue: since when, which, whose. */
function Queue(props: { files: readonly ListedFile[]; names: NamesById; me: string }): JSX.Element {
  const { t, language } = useWords();
  return (
    <ol class="line dated queue">
      {props.files.map(({ fileId, codeName, openedMonth, ownerId, teamId, closed }) => (
        <li key={fileId}>
          <p class="when">
            <span>
              <time dateTime={openedMonth}>
                {writeMonth(Number(openedMonth.slice(5)), language)} {openedMonth.slice(0, 4)}
              </time>
            </span>
          </p>
          <p class="id">
            <PageLink path={`/desk/files/${fileId}`}>
              <b>
                <bdi>{codeName ?? t('file.unopened-name')}</bdi>
              </b>
            </PageLink>{' '}
            {closed && <Tag>{t('file.closed')}</Tag>}
          </p>
          <div>
            <p class="small soft">
              <bdi>
                {teamId === undefined ? t('file.no-team') : (props.names.get(teamId) ?? t('file.a-team'))}
              </bdi>
            </p>
          </div>
          <p class="own">
            <bdi>
              {ownerId === props.me ? t('file.you') : (props.names.get(ownerId) ?? t('file.somebody'))}
            </bdi>
          </p>
        </li>
      ))}
    </ol>
  );
}

function NewFile({ token, teams, names }: ListProps): JSX.Element {
  const { t } = useWords();
  const named = teams.map((value) => ({ value, label: names.get(value) ?? t('file.a-team') }));
  return (
    <Part id="new" title={t('file.new.title')}>
      <p>{t('file.new.lede')}</p>
      <DeskForm path="/desk/files/new" token={token} next={t('file.new.next')}>
        {named.length > 0 && (
          <Choice
            name="team"
            label={t('file.new.team')}
            hint={t('file.new.team-hint')}
            options={named}
            look="select"
          />
        )}
      </DeskForm>
    </Part>
  );
}

function FindForm({ state, token }: { state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <DeskForm path="/desk/files/find" token={token} state={state} next={t('file.find.next')}>
      <Field name="name" label={t('file.find.name')} hint={t('file.find.hint')} />
    </DeskForm>
  );
}

function Found(props: {
  files: readonly ListedFile[];
  names: NamesById;
  state: FormState;
  token: string;
}): JSX.Element {
  const { t } = useWords();
  const { files, names, state, token } = props;
  return (
    <>
      <PageHead title={t('file.find.found')} />
      {files.length === 0 ? (
        <Empty title={t('file.find.none')} why={t('file.find.none-why')} />
      ) : (
        <Queue {...{ files, names, me: '' }} />
      )}
      <FindForm {...{ state, token }} />
      <p>
        <PageLink path="/desk/files">{t('file.list.back')}</PageLink>
      </p>
    </>
  );
}
