import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Button,
  Choice,
  DateText,
  EMPTY_FORM,
  Field,
  type FormState,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Tag,
  TextArea,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import { OtherContent } from '../../pages/other-content.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { type Compartment, mayAtAll } from '../../policy/index.ts';
import { AskedGlass, askGlass, GLASS_HOURS } from '../ask-glass.ts';
import { confirmGlass, letInByGlass, listOwnAdmissions } from '../break-glass.ts';
import type { FileDesk } from '../file-desk.ts';
import { type AskedAdmission, listGlass } from '../list-glass.ts';
import type { Refused } from '../refusal.ts';
import type { AskedSecond } from '../second-person.ts';
import {
  fileDeskOf,
  MoreWaiting,
  type NamesById,
  namesOf,
  OneButton,
  refuse,
  showForm,
  stateOf,
} from './at-desk.tsx';
import { CATEGORY_WORDS, COMPARTMENT_WORDS } from './words.ts';

/** Pages of break-glass: to ask, and to let in who asked. */
export const glassPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/glass',
    method: 'get',
    action: 'desk.read',
    title: 'file.glass.title',
    render: (visit, worker) =>
      showGlass(worker, { state: EMPTY_FORM, after: visit.query.get('after') ?? undefined }),
  }),
  deskPage({
    path: '/desk/glass/ask',
    method: 'post',
    action: 'glass.ask',
    title: 'file.glass.title',
    render: (visit, worker) => ask(visit, worker),
  }),
  deskPage({
    path: '/desk/glass/confirm',
    method: 'post',
    action: 'glass.confirm',
    title: 'file.glass.title',
    render: (visit, worker) => answer(visit, worker, confirmGlass),
  }),
  deskPage({
    path: '/desk/glass/let-in',
    method: 'post',
    action: 'glass.seal',
    title: 'file.glass.title',
    render: (visit, worker) => answer(visit, worker, letInByGlass),
  }),
];

type Answering = (desk: FileDesk, asked: AskedSecond) => Promise<{ ok: true } | Refused>;

/** Answers what was asked as the page showed it. */
async function answer({ form }: Visit, worker: SignedIn, run: Answering): Promise<Answer> {
  const asked = { proposalId: form.get('proposal') ?? '', seen: form.get('seen') ?? '' };
  const done = await run(fileDeskOf(worker), asked);
  if (done.ok) return redirectTo('/desk/glass');
  if (done.why !== 'other-content') return refuse(done);
  const after = form.get('after') ?? undefined;
  return showGlass(worker, { state: EMPTY_FORM, after, changedId: asked.proposalId });
}

async function ask(visit: Visit, worker: SignedIn): Promise<Answer> {
  const { form } = visit;
  const read = AskedGlass.safeParse({
    codeName: form.get('code-name') ?? '',
    compartment: form.get('part') ?? '',
    hours: Number(form.get('hours') ?? ''),
    reason: form.get('reason') ?? '',
  });
  if (!read.success) {
    const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
    const problems: [string, PlainKey][] = [];
    if (wrong.has('codeName')) problems.push(['code-name', 'file.glass.code-wrong']);
    if (wrong.has('compartment')) problems.push(['part', 'file.glass.part-wrong']);
    if (wrong.has('hours')) problems.push(['hours', 'file.glass.hours-wrong']);
    if (wrong.has('reason')) problems.push(['reason', 'file.glass.reason-wrong']);
    return showGlass(worker, { state: stateOf(visit, problems) });
  }
  const asked = await askGlass(fileDeskOf(worker), read.data);
  return asked.ok ? showGlass(worker, { state: EMPTY_FORM, isAsked: true }) : refuse(asked);
}

type Showing = {
  state: FormState;
  isAsked?: boolean;
  /** Where this page of what waits begins. */
  after?: string | undefined;
  /** What was to be answered and is another than the page showed. */
  changedId?: string;
};

async function showGlass(worker: SignedIn, showing: Showing): Promise<Answer> {
  const { state, isAsked = false, after, changedId } = showing;
  const desk = fileDeskOf(worker);
  const mayAnswer = mayAtAll(worker.actor, 'glass.confirm') || mayAtAll(worker.actor, 'glass.seal');
  const page = mayAnswer ? await listGlass(desk, after) : { found: [], next: undefined };
  const asked = page.found;
  const own = await listOwnAdmissions(desk);
  const names = await namesOf(worker, {
    workers: asked.flatMap(({ askedBy, confirmedBy, sealers }) =>
      [askedBy, confirmedBy ?? [], sealers].flat(),
    ),
  });
  const mayAsk = mayAtAll(worker.actor, 'glass.ask');
  const shown = { asked, next: page.next, after, changedId, own, names, state, isAsked, mayAsk };
  const body = <GlassPage {...shown} token={worker.formToken} />;
  return changedId ? showPage(body, { status: 409 }) : showForm(body, state);
}

type GlassProps = {
  asked: readonly AskedAdmission[];
  next: string | undefined;
  after: string | undefined;
  changedId: string | undefined;
  own: readonly { fileId: string; compartment: string; expiresAt: Date }[];
  names: NamesById;
  state: FormState;
  isAsked: boolean;
  mayAsk: boolean;
  token: string;
};

function GlassPage(props: GlassProps): JSX.Element {
  const { t } = useWords();
  const { asked, next, own, state, isAsked, mayAsk, token } = props;
  return (
    <div class="read stackup">
      <BackLink path="/desk/files">{t('file.list.back')}</BackLink>
      <PageHead title={t('file.glass.title')} lede={t('file.glass.lede')} />
      {isAsked && (
        <Note kind="worth-knowing" title={t('file.glass.asked-title')}>
          <p>{t('file.glass.asked')}</p>
        </Note>
      )}
      {own.length > 0 && (
        <Part id="own" title={t('file.glass.own')}>
          <ul>
            {own.map(({ fileId, compartment, expiresAt }) => (
              <li key={`${fileId} ${compartment}`}>
                <PageLink path={`/desk/files/${fileId}`}>
                  {t(CATEGORY_WORDS[compartment as Compartment])}
                </PageLink>{' '}
                <Until at={expiresAt} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {asked.length > 0 && (
        <Part id="asked" title={t('file.glass.waiting')}>
          <p class="small soft">{t('file.second.count', { count: asked.length })}</p>
          {asked.map((one) => (
            <Asked key={one.proposalId} {...props} one={one} />
          ))}
        </Part>
      )}
      <MoreWaiting path="/desk/glass" next={next} />
      {mayAsk && (
        <Part id="ask" title={t('file.glass.ask')}>
          <DeskForm path="/desk/glass/ask" token={token} state={state} next={t('file.glass.next')}>
            <Field name="code-name" label={t('file.glass.code')} hint={t('file.glass.code-hint')} />
            <Choice
              name="part"
              label={t('file.glass.part')}
              options={COMPARTMENT_WORDS.map(([value, words]) => ({ value, label: t(words) }))}
            />
            <Choice
              name="hours"
              label={t('file.glass.hours')}
              options={GLASS_HOURS.map((hours) => ({ value: String(hours), label: String(hours) }))}
            />
            <TextArea name="reason" label={t('file.glass.reason')} hint={t('file.glass.reason-hint')} />
          </DeskForm>
        </Part>
      )}
    </div>
  );
}

function Asked({ one, names, token, after, changedId }: GlassProps & { one: AskedAdmission }): JSX.Element {
  const { t, href } = useWords();
  const nameOf = (id: string) => names.get(id) ?? t('file.somebody');
  const path = one.step === 'let-in' ? '/desk/glass/let-in' : '/desk/glass/confirm';
  return (
    <article class="grant">
      <h3>
        <bdi>{nameOf(one.askedBy)}</bdi> <Tag>{t(CATEGORY_WORDS[one.compartment])}</Tag>
      </h3>
      <p class="said" dir="auto">
        {one.reason}
      </p>
      <p class="small soft">
        <PageLink path={`/desk/files/${one.fileId}`}>{t('file.glass.which')}</PageLink> ·{' '}
        {t('file.glass.for-hours', { hours: one.hours })}
      </p>
      {one.confirmedBy !== undefined && (
        <p>
          {t('file.glass.confirmed-by')} <bdi>{nameOf(one.confirmedBy)}</bdi>
        </p>
      )}
      {one.step === 'both' && <p>{t('file.glass.two-people')}</p>}
      {one.step !== 'let-in' && one.sealers.length > 0 && (
        <p>
          {t('file.glass.sealers')} <bdi>{one.sealers.map(nameOf).join(' · ')}</bdi>
        </p>
      )}
      {changedId === one.proposalId && <OtherContent />}
      {one.step === 'wait' ? (
        <p class="small soft">{t('file.glass.wait')}</p>
      ) : (
        <OneButton
          path={href(path)}
          token={token}
          fields={{ proposal: one.proposalId, seen: one.seen, after: after ?? '' }}
        >
          <Button kind="other">{t(STEP_WORDS[one.step])}</Button>
        </OneButton>
      )}
    </article>
  );
}

const STEP_WORDS = {
  confirm: 'file.glass.confirm',
  'let-in': 'file.glass.let-in',
  both: 'file.glass.both',
} as const satisfies Record<Exclude<AskedAdmission['step'], 'wait'>, PlainKey>;

function Until({ at }: { at: Date }): JSX.Element {
  const { t } = useWords();
  const iso = at.toISOString();
  return (
    <span class="small soft">
      {t('file.glass.until')} <DateText day={iso.slice(0, 10)} /> <bdi>{iso.slice(11, 16)} UTC</bdi>
    </span>
  );
}
