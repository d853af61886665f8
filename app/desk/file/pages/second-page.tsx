import type { JSX } from 'preact';
import {
  BackLink,
  Button,
  DateText,
  Empty,
  PageHead,
  PageLink,
  type PlainKey,
  redirectTo,
  showPage,
  Tag,
  useWords,
} from '../../../web/index.ts';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import { OtherContent } from '../../pages/other-content.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { confirmExclusion, confirmReturn } from '../exclude.ts';
import type { FileDesk } from '../file-desk.ts';
import type { Refused } from '../refusal.ts';
import {
  type AskedSecond,
  listSecond,
  type Second,
  type SecondContent,
  type SecondKind,
  STEPS,
} from '../second-person.ts';
import { confirmReopening } from '../standing.ts';
import { fileDeskOf, MoreWaiting, type NamesById, namesOf, OneButton, refuse } from './at-desk.tsx';
import { ERASING_WORDS, WISH_WORDS } from './words.ts';

/** What waits for a worker as the second person at a file, and how they confirm it. */
export const secondPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/second',
    method: 'get',
    action: 'desk.read',
    title: 'file.second.title',
    render: ({ query }, worker) => showSecond(worker, { after: query.get('after') ?? undefined }),
  }),
  confirm('file.exclude', confirmExclusion),
  confirm('file.include', confirmReturn),
  confirm('file.reopen', confirmReopening),
];

type Confirm = (desk: FileDesk, asked: AskedSecond) => Promise<{ ok: true } | Refused>;

function confirm(kind: SecondKind, run: Confirm): DeskPage {
  return deskPage({
    path: `/desk/second/${wordOf(kind)}`,
    method: 'post',
    action: STEPS[kind].confirm,
    title: 'file.second.title',
    render: async (visit, worker) => {
      const { form } = visit;
      const asked = { proposalId: form.get('proposal') ?? '', seen: form.get('seen') ?? '' };
      const done = await run(fileDeskOf(worker), asked);
      if (done.ok) return redirectTo('/desk/second');
      if (done.why !== 'other-content') return refuse(done);
      const page = await showSecond(worker, {
        after: form.get('after') ?? undefined,
        changedId: asked.proposalId,
      });
      return showPage(page, { status: 409 });
    },
  });
}

function wordOf(kind: SecondKind): string {
  return kind.slice('file.'.length);
}

type Showing = { after?: string | undefined; changedId?: string };

async function showSecond(worker: SignedIn, { after, changedId }: Showing): Promise<JSX.Element> {
  const { found: waiting, next } = await listSecond(fileDeskOf(worker), after);
  const names = await namesOf(worker, {
    workers: waiting.flatMap(({ proposedBy, content }) => [proposedBy, whomOf(content) ?? []].flat()),
  });
  return <SecondPage {...{ waiting, names, token: worker.formToken, after, next, changedId }} />;
}

function whomOf(content: SecondContent): string | undefined {
  return 'workerId' in content ? content.workerId : undefined;
}

type SecondProps = {
  waiting: readonly Second[];
  names: NamesById;
  token: string;
  /** Where this page begins, and the next one. */
  after: string | undefined;
  next: string | undefined;
  changedId: string | undefined;
};

function SecondPage(props: SecondProps): JSX.Element {
  const { t } = useWords();
  const { waiting, after, next } = props;
  return (
    <div class="read stackup">
      <BackLink path="/desk/files">{t('file.list.back')}</BackLink>
      <PageHead title={t('file.second.title')} lede={t('file.second.lede')} />
      {waiting.length > 0 && <p class="small soft">{t('file.second.count', { count: waiting.length })}</p>}
      {waiting.length === 0 && next === undefined && after === undefined ? (
        <Empty title={t('file.second.none')} why={t('file.second.none-why')} />
      ) : (
        waiting.map((one) => <Waiting key={one.proposalId} {...props} one={one} />)
      )}
      <MoreWaiting path="/desk/second" next={next} />
    </div>
  );
}

function Waiting({ one, names, token, after, changedId }: SecondProps & { one: Second }): JSX.Element {
  const { t, href } = useWords();
  const { content, proposalId } = one;
  const whom = whomOf(content);
  const says = wishOf(content);
  return (
    <article class="grant">
      <h2>
        {t(WHAT_WORDS[content.kind])}{' '}
        {whom !== undefined && <bdi>{names.get(whom) ?? t('file.somebody')}</bdi>}{' '}
        {content.kind === 'file.exclude' && content.as === 'suspected' && (
          <Tag kind="doubt">{t('file.who.suspected')}</Tag>
        )}
      </h2>
      {says && <p>{t(says)}</p>}
      {content.kind === 'file.hold' && (
        <p>
          {t('keeping.review')} <DateText day={content.reviewOn} />
        </p>
      )}
      <p class="said" dir="auto">
        {content.reason}
      </p>
      <p class="small soft">
        {t('file.second.by')} <bdi>{names.get(one.proposedBy) ?? t('file.somebody')}</bdi> ·{' '}
        <PageLink path={`/desk/files/${one.fileId}`}>{t('file.glass.which')}</PageLink>
      </p>
      {changedId === proposalId && <OtherContent />}
      {one.isOvertaken ? (
        <p>{t('file.second.overtaken')}</p>
      ) : (
        <OneButton
          path={href(`/desk/second/${wordOf(content.kind)}`)}
          token={token}
          fields={{ proposal: proposalId, seen: one.seen, after: after ?? '' }}
        >
          <Button kind="other">{t(CONFIRM_WORDS[content.kind])}</Button>
        </OneButton>
      )}
    </article>
  );
}

function wishOf(content: SecondContent): PlainKey | undefined {
  if (content.kind === 'file.exclude') return WISH_WORDS[content.wish];
  if (content.kind === 'file.include') return content.personAgrees ? 'file.people.agrees' : undefined;
  if (content.kind === 'file.erase') return ERASING_WORDS[content.why];
  return content.kind === 'file.reopen' && content.personAsks ? 'file.standing.asks' : undefined;
}

const WHAT_WORDS: Readonly<Record<SecondKind, PlainKey>> = {
  'file.exclude': 'file.second.exclude',
  'file.include': 'file.second.include',
  'file.reopen': 'file.second.reopen',
  'file.hold': 'keeping.second.hold',
  'file.release': 'keeping.second.release',
  'file.erase': 'keeping.second.erase',
};

const CONFIRM_WORDS: Readonly<Record<SecondKind, PlainKey>> = {
  'file.exclude': 'file.second.exclude-confirm',
  'file.include': 'file.second.include-confirm',
  'file.reopen': 'file.second.reopen-confirm',
  'file.hold': 'keeping.second.hold-confirm',
  'file.release': 'keeping.second.release-confirm',
  'file.erase': 'keeping.second.erase-confirm',
};
