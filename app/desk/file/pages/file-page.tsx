import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Buttons,
  DateText,
  Note,
  PageLink,
  Part,
  Tag,
  useWords,
  writeMonth,
} from '../../../web/index.ts';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { COMPARTMENTS, type Compartment } from '../../policy/index.ts';
import { type FileEvent, readHistory } from '../file-history.ts';
import { type CompartmentState, type FileView, lookAtFile } from '../look-at-file.ts';
import { type OpenedPart, readPart } from '../read-part.ts';
import { fileDeskOf, type NamesById, namesOf, OneButton, refuse } from './at-desk.tsx';
import { EntryTable } from './entry-table.tsx';
import { GrantList } from './grant-list.tsx';
import { LawNote } from './law-note.tsx';
import { BAR_WORDS, COMPARTMENT_WORDS } from './words.ts';

/** One file, and what of it was revealed for this one answer. */
export function filePages(law: Law): readonly DeskPage[] {
  return [
    deskPage({
      path: '/desk/files/:file',
      method: 'get',
      action: 'file.open',
      title: 'file.title',
      render: (visit, worker) => showFile(worker, { law, fileId: visit.params.file ?? '', reveal: [] }),
    }),
    deskPage({
      path: '/desk/files/:file/reveal',
      method: 'post',
      action: 'file.open',
      title: 'file.title',
      render: (visit, worker) => {
        const asked = visit.form.getAll('open');
        const reveal = COMPARTMENTS.filter((name) => asked.includes(name));
        return showFile(worker, { law, fileId: visit.params.file ?? '', reveal });
      },
    }),
  ];
}

type Opened = ReadonlyMap<Compartment, OpenedPart>;

async function showFile(
  worker: SignedIn,
  { law, fileId, reveal }: { law: Law; fileId: string; reveal: readonly Compartment[] },
): Promise<Answer> {
  const desk = fileDeskOf(worker);
  const seen = await lookAtFile(desk, fileId, { withColleagues: false });
  if (!seen.ok) return refuse(seen);
  const opened = new Map<Compartment, OpenedPart>();
  for (const part of reveal) {
    const read = await readPart(desk, { fileId, part });
    if (!read.ok) return refuse(read);
    opened.set(part, read);
  }
  const { file } = seen;
  const events = file.maySeeHistory ? await readHistory(desk, file.fileId) : [];
  const recorders = [...opened.values()].flatMap(({ entries }) => entries.map(({ by }) => by));
  const names = await namesOf(worker, {
    workers: [
      ...[file.ownerId, ...file.named, ...recorders],
      ...file.compartments.flatMap(({ holders }) => holders),
      ...(file.bars ?? []).map(({ worker_id }) => worker_id),
      ...events.map(({ workerId }) => workerId),
    ],
    teams: file.teamId === undefined ? [] : [file.teamId],
  });
  return <FilePage {...{ law, file, opened, events, names, token: worker.formToken }} />;
}

type FileProps = {
  law: Law;
  file: FileView;
  opened: Opened;
  events: readonly FileEvent[];
  names: NamesById;
  token: string;
};

function FilePage(props: FileProps): JSX.Element {
  const { t } = useWords();
  const { law, file, opened, names, token } = props;
  const base = `/desk/files/${file.fileId}`;
  const revealed = file.compartments.filter(({ compartment }) => opened.has(compartment));
  return (
    <>
      <FileHead {...props} />
      <div class="cols">
        <div class="stackup">
          <LawNote law={law.hash} approved={file.approvedLaws} />
          {revealed.length === 0 && (
            <Part id="facts" title={t('file.facts.title')}>
              <p class="soft">{t('file.facts.shut')}</p>
            </Part>
          )}
          {COMPARTMENT_WORDS.map(([compartment, words]) => {
            const part = opened.get(compartment);
            return (
              part && (
                <EntryTable
                  key={compartment}
                  {...{ law, compartment, part, names, base, title: t(words) }}
                  approvedLaws={file.approvedLaws}
                />
              )
            );
          })}
          {file.compartments.some(({ mayWrite }) => mayWrite) && (
            <Buttons>
              <PageLink path={`${base}/write`}>{t('file.write.title')}</PageLink>
              <PageLink path={`${base}/answer`}>{t('file.answer.title')}</PageLink>
            </Buttons>
          )}
          {file.maySeeHistory && <History {...props} />}
        </div>
        <div class="stackup">
          {file.grants && <GrantList {...{ file, token, base, grants: file.grants }} />}
          <SealedParts {...{ file, opened, token, base, names }} />
          <WhoMayOpen {...props} />
        </div>
      </div>
    </>
  );
}

function FileHead({ file, names }: FileProps): JSX.Element {
  const { t, language } = useWords();
  return (
    <div class="head">
      <h1>
        <bdi>{file.codeName ?? t('file.unopened-name')}</bdi>{' '}
        {file.withdrawn && <Tag>{t('file.withdrawn')}</Tag>} {file.closed && <Tag>{t('file.closed')}</Tag>}{' '}
        {file.heldUntil !== undefined && <Tag>{t('keeping.tag-held')}</Tag>}{' '}
        {file.erasureAsked && file.heldUntil === undefined && (
          <Tag kind="doubt">{t('keeping.tag-erasure')}</Tag>
        )}
      </h1>
      <p class="meta">
        <span>
          {t('file.owner')} <bdi>{names.get(file.ownerId) ?? t('file.somebody')}</bdi>
        </span>
        <span>
          <bdi>
            {file.teamId === undefined ? t('file.no-team') : (names.get(file.teamId) ?? t('file.a-team'))}
          </bdi>
        </span>
        <span>
          {t('file.opened')}{' '}
          <time dateTime={file.openedMonth}>
            {writeMonth(Number(file.openedMonth.slice(5)), language)} {file.openedMonth.slice(0, 4)}
          </time>
        </span>
      </p>
    </div>
  );
}

type SealedProps = { file: FileView; opened: Opened; token: string; base: string; names: NamesById };

function SealedParts({ file, opened, token, base, names }: SealedProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="sealed" title={t('file.sealed.title')}>
      <p class="small soft">{t('file.sealed.lede')}</p>
      <div>
        {COMPARTMENT_WORDS.map(([compartment, words]) => {
          const state = file.compartments.find((one) => one.compartment === compartment);
          const isOpen = opened.has(compartment);
          return (
            state && (
              <SealedPart key={compartment} {...{ state, isOpen, token, base, names, title: t(words) }} />
            )
          );
        })}
      </div>
    </Part>
  );
}

function SealedPart(props: {
  state: CompartmentState;
  isOpen: boolean;
  title: string;
  token: string;
  base: string;
  names: NamesById;
}): JSX.Element {
  const { t, href } = useWords();
  const { state, isOpen, title, token, base, names } = props;
  const held = state.holders.map((id) => names.get(id) ?? t('file.somebody')).join(' · ');
  if (state.state !== 'open' || isOpen)
    return (
      <div class="seal">
        <p>
          <b>{title}</b>
        </p>
        <p class="small soft">
          {state.state === 'not-yours' && held !== '' ? (
            <>
              {t('file.sealed.to')} <bdi>{held}</bdi>
            </>
          ) : (
            SEAL_WORDS(t)[isOpen ? 'revealed' : state.state]
          )}
        </p>
        {state.state === 'not-yours' && <Tag>{t('file.sealed.not-yours')}</Tag>}
      </div>
    );
  return (
    <OneButton path={href(`${base}/reveal`)} token={token} fields={{ open: state.compartment }}>
      <div class="seal">
        <p>
          <b>{title}</b>
        </p>
        <p class="small">
          <span class="shut" aria-hidden="true" />
          <span class="hide">{t('file.sealed.shut')}</span>
        </p>
        <Button kind="other">
          {t('file.sealed.reveal')}
          <span class="hide"> {title}</span>
        </Button>
      </div>
    </OneButton>
  );
}

type Translate = ReturnType<typeof useWords>['t'];

const SEAL_WORDS = (t: Translate) => ({
  revealed: t('file.sealed.open'),
  empty: t('file.sealed.empty'),
  waiting: t('file.sealed.waiting'),
  'not-yours': t('file.sealed.nobody'),
  open: t('file.sealed.open'),
});

function WhoMayOpen({ file, names }: FileProps): JSX.Element {
  const { t } = useWords();
  const holders = [
    ...new Set([file.ownerId, ...file.named, ...file.compartments.flatMap((one) => one.holders)]),
  ];
  const barred = file.bars ?? [];
  return (
    <Part id="who" title={t('file.who.title')}>
      <ul>
        {holders.map((id) => (
          <li key={id}>
            <bdi>{names.get(id) ?? t('file.somebody')}</bdi>
          </li>
        ))}
      </ul>
      {barred.length > 0 && (
        <Note kind="worth-knowing" title={t('file.who.never')}>
          <ul>
            {barred.map(({ worker_id, kind }) => (
              <li key={`${worker_id} ${kind}`}>
                <bdi>{names.get(worker_id) ?? t('file.somebody')}</bdi>{' '}
                <span class="soft small">{t(BAR_WORDS[kind])}</span>
              </li>
            ))}
          </ul>
        </Note>
      )}
      <p>
        <PageLink path={`/desk/files/${file.fileId}/people`}>{t('file.people.title')}</PageLink>
      </p>
      <p>
        <PageLink path={`/desk/files/${file.fileId}/keeping`}>{t('keeping.file.title')}</PageLink>
      </p>
      {(file.mayWithdraw || file.mayClose || file.mayReopen) && (
        <p>
          <PageLink path={`/desk/files/${file.fileId}/standing`}>{t('file.standing.title')}</PageLink>
        </p>
      )}
    </Part>
  );
}

function History({ file, events, names }: FileProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="history" title={t('file.history.title')}>
      <p class="small soft">{t('file.history.lede')}</p>
      <ol class="line dated">
        {events.map((event) => (
          <li key={event.number} class={event.kind === 'tried' ? 'late' : 'done'}>
            <p class="when">
              <span>
                <DateText day={event.at.slice(0, 10)} />
              </span>
              <b>
                <bdi>{event.at.slice(11, 16)} UTC</bdi>
              </b>
            </p>
            <h3>
              <bdi>{names.get(event.workerId) ?? t('file.somebody')}</bdi>
            </h3>
            <p>
              {HISTORY_WORDS(t)[event.kind]}{' '}
              {COMPARTMENT_WORDS.filter(([name]) => name === event.part).map(([name, words]) => (
                <span key={name}>{t(words)}</span>
              ))}
            </p>
          </li>
        ))}
      </ol>
      <p>
        <PageLink path={`/desk/files/${file.fileId}/opened`}>{t('file.history.all')}</PageLink>
      </p>
    </Part>
  );
}

const HISTORY_WORDS = (t: Translate): Readonly<Record<FileEvent['kind'], string>> => ({
  made: t('file.history.made'),
  opened: t('file.history.opened'),
  revealed: t('file.history.revealed'),
  wrote: t('file.history.wrote'),
  people: t('file.history.people'),
  standing: t('file.history.standing'),
  grant: t('file.history.grant'),
  glass: t('file.history.glass'),
  tried: t('file.history.tried'),
  other: t('file.history.other'),
});
