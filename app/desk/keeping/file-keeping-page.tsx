import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  DateText,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  Note,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  TextArea,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { ERASING } from '../file/entry.ts';
import { fileDeskOf, refuse, showForm, typed } from '../file/pages/at-desk.tsx';
import { ERASING_WORDS } from '../file/pages/words.ts';
import type { Refused } from '../file/refusal.ts';
import type { AskedSecond } from '../file/second-person.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { confirmErasure, type Keeping, lookAtKeeping, proposeErasure, type Remains } from './erase.ts';
import { confirmHold, confirmRelease, proposeHold, proposeRelease } from './hold.ts';
import { readPeriod } from './period.ts';
import { WhatRemains } from './remains.tsx';

const page = { title: 'keeping.file.title' } as const;
const PATH = '/desk/files/:file/keeping' as const;

/** How long one file is kept: a hold on it, and how it is erased. */
export const fileKeepingPages: readonly DeskPage[] = [
  deskPage({
    ...page,
    path: PATH,
    method: 'get',
    action: 'file.open',
    render: (visit, worker) => show(visit, worker, { of: 'none', state: EMPTY_FORM }),
  }),
  deskPage({ ...page, path: `${PATH}/hold`, method: 'post', action: 'file.hold-propose', render: takeHold }),
  deskPage({
    ...page,
    path: `${PATH}/release`,
    method: 'post',
    action: 'file.release-propose',
    render: takeRelease,
  }),
  deskPage({
    ...page,
    path: `${PATH}/erase`,
    method: 'post',
    action: 'file.erase-propose',
    render: takeErasure,
  }),
  deskPage({
    ...page,
    path: '/desk/second/hold',
    method: 'post',
    action: 'file.hold-confirm',
    render: async (visit, worker) => after(await confirmHold(fileDeskOf(worker), askedIn(visit))),
  }),
  deskPage({
    ...page,
    path: '/desk/second/release',
    method: 'post',
    action: 'file.release-confirm',
    render: async (visit, worker) => after(await confirmRelease(fileDeskOf(worker), askedIn(visit))),
  }),
  deskPage({
    ...page,
    path: '/desk/second/erase',
    method: 'post',
    action: 'file.erase-confirm',
    render: async (visit, worker) => {
      const done = await confirmErasure(fileDeskOf(worker), askedIn(visit), await monthsOf(worker));
      return done.ok ? showPage(<Erased remains={done.remains} day={today(worker)} />) : refuse(done);
    },
  }),
];

function askedIn({ form }: Visit): AskedSecond {
  return { proposalId: form.get('proposal') ?? '', seen: form.get('seen') ?? '' };
}

function after(done: { ok: true } | Refused): Answer {
  return done.ok ? redirectTo('/desk/second') : refuse(done);
}

async function monthsOf(worker: SignedIn): Promise<number | undefined> {
  return (await readPeriod(worker))?.months;
}

function today({ desk }: SignedIn): string {
  return desk.now().toISOString().slice(0, 10);
}

type Which = 'none' | 'hold' | 'release' | 'erase';
type Shown = { of: Which; state: FormState; waits?: boolean };

/** What is wrong with a form, in the words of its fields; what was typed comes back. */
function wrong(visit: Visit, of: Which, problems: readonly (readonly [string, PlainKey])[]): Shown {
  const told = problems.map(([name, message]): FieldProblem => ({ name, message: visit.words.t(message) }));
  return { of, state: { values: visit.form, problems: told } };
}

async function takeHold(visit: Visit, worker: SignedIn): Promise<Answer> {
  const reviewOn = typed(visit.form, 'review');
  const reason = typed(visit.form, 'hold-reason');
  if (reviewOn === undefined || !/^\d{4}-\d\d-\d\d$/.test(reviewOn) || reviewOn < today(worker))
    return show(visit, worker, wrong(visit, 'hold', [['review', 'keeping.review-wrong']]));
  if (reason === undefined)
    return show(visit, worker, wrong(visit, 'hold', [['hold-reason', 'file.people.reason-wrong']]));
  const at = { fileId: visit.params.file ?? '', reviewOn, reason };
  const done = await proposeHold(fileDeskOf(worker), at);
  if (!done.ok && done.why === 'changed')
    return show(visit, worker, wrong(visit, 'hold', [['review', 'keeping.review-wrong']]));
  return proposed(visit, worker, { done, of: 'hold', field: 'hold-reason' });
}

async function takeRelease(visit: Visit, worker: SignedIn): Promise<Answer> {
  const reason = typed(visit.form, 'release-reason');
  if (reason === undefined)
    return show(visit, worker, wrong(visit, 'release', [['release-reason', 'file.people.reason-wrong']]));
  const done = await proposeRelease(fileDeskOf(worker), { fileId: visit.params.file ?? '', reason });
  return proposed(visit, worker, { done, of: 'release', field: 'release-reason' });
}

async function takeErasure(visit: Visit, worker: SignedIn): Promise<Answer> {
  const why = ERASING.find((one) => one === visit.form.get('why'));
  const reason = typed(visit.form, 'erase-reason');
  if (why === undefined) return show(visit, worker, wrong(visit, 'erase', [['why', 'keeping.why-wrong']]));
  if (reason === undefined)
    return show(visit, worker, wrong(visit, 'erase', [['erase-reason', 'file.people.reason-wrong']]));
  const asked = { fileId: visit.params.file ?? '', why, reason };
  const done = await proposeErasure(fileDeskOf(worker), asked, await monthsOf(worker));
  if (!done.ok && done.why === 'waits')
    return show(visit, worker, wrong(visit, 'erase', [['why', 'keeping.not-due']]));
  return proposed(visit, worker, { done, of: 'erase', field: 'erase-reason' });
}

type Proposed = { done: { ok: true } | Refused; of: Which; field: string };

function proposed(visit: Visit, worker: SignedIn, { done, of, field }: Proposed): Answer | Promise<Answer> {
  if (done.ok) return show(visit, worker, { of: 'none', state: EMPTY_FORM, waits: true });
  if (done.why === 'nobody') return show(visit, worker, wrong(visit, of, [[field, 'file.people.nobody']]));
  return refuse(done);
}

async function show(visit: Visit, worker: SignedIn, shown: Shown): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const seen = await lookAtKeeping(fileDeskOf(worker), fileId, await monthsOf(worker));
  if (!seen.ok) return refuse(seen);
  const props = { keeping: seen.keeping, shown, token: worker.formToken };
  return showForm(<KeepingPage {...props} />, shown.state);
}

type KeepingProps = { keeping: Keeping; shown: Shown; token: string };

function KeepingPage(props: KeepingProps): JSX.Element {
  const { t } = useWords();
  const { keeping, shown } = props;
  const { codeName, fileId } = keeping.remains;
  return (
    <div class="read stackup">
      <BackLink path={`/desk/files/${fileId}`}>{t('file.back')}</BackLink>
      <PageHead
        above={<bdi>{codeName ?? t('file.unopened-name')}</bdi>}
        title={t('keeping.file.title')}
        lede={t('keeping.file.lede')}
      />
      {shown.waits && (
        <Note kind="worth-knowing" title={t('file.second.asked-title')}>
          <p>{t('file.second.asked')}</p>
        </Note>
      )}
      <Standing keeping={keeping} />
      {keeping.mayHold && <HoldForm {...props} />}
      {keeping.mayRelease && <ReleaseForm {...props} />}
      {keeping.mayErase && <EraseForm {...props} />}
      <WhatRemains remains={keeping.remains} />
    </div>
  );
}

function Standing({ keeping }: { keeping: Keeping }): JSX.Element {
  const { t } = useWords();
  const { heldUntil, asked, dueFrom, rests } = keeping;
  return (
    <ul class="flow">
      <li>{rests ? t('keeping.file.rests') : t('keeping.file.open')}</li>
      {dueFrom !== undefined && (
        <li>
          {t('keeping.file.due-from')} <DateText day={dueFrom} />
        </li>
      )}
      {heldUntil !== undefined && (
        <li>
          {t('keeping.file.held')} <DateText day={heldUntil} />
        </li>
      )}
      {asked.hold && <li>{t('keeping.file.hold-asked')}</li>}
      {asked.erasureFrom !== undefined && (
        <li>
          {t('keeping.file.erasure-asked')} <DateText day={asked.erasureFrom} />
        </li>
      )}
    </ul>
  );
}

function stateFor({ shown }: KeepingProps, of: Which): FormState {
  return shown.of === of ? shown.state : EMPTY_FORM;
}

function HoldForm(props: KeepingProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="hold" title={t('keeping.hold.title')}>
      <p>{t('keeping.hold.lede')}</p>
      <DeskForm
        path={`/desk/files/${props.keeping.remains.fileId}/keeping/hold`}
        token={props.token}
        state={stateFor(props, 'hold')}
        next={t('keeping.hold.next')}
      >
        <Field name="review" type="date" label={t('keeping.review')} hint={t('keeping.review-hint')} />
        <TextArea name="hold-reason" label={t('file.people.reason')} hint={t('file.standing.words-hint')} />
      </DeskForm>
    </Part>
  );
}

function ReleaseForm(props: KeepingProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="release" title={t('keeping.release.title')}>
      <DeskForm
        path={`/desk/files/${props.keeping.remains.fileId}/keeping/release`}
        token={props.token}
        state={stateFor(props, 'release')}
        next={t('keeping.release.next')}
      >
        <TextArea
          name="release-reason"
          label={t('file.people.reason')}
          hint={t('file.standing.words-hint')}
        />
      </DeskForm>
    </Part>
  );
}

function EraseForm(props: KeepingProps): JSX.Element {
  const { t } = useWords();
  const { keeping } = props;
  return (
    <Part id="erase" title={t('keeping.erase.title')}>
      <p>{t('keeping.erase.lede')}</p>
      {keeping.rests && keeping.heldUntil === undefined && !keeping.asked.hold ? (
        <DeskForm
          path={`/desk/files/${keeping.remains.fileId}/keeping/erase`}
          token={props.token}
          state={stateFor(props, 'erase')}
          next={t('keeping.erase.next')}
        >
          <Choice
            name="why"
            label={t('keeping.why')}
            options={ERASING.map((value) => ({ value, label: t(ERASING_WORDS[value]) }))}
          />
          <TextArea
            name="erase-reason"
            label={t('file.people.reason')}
            hint={t('file.standing.words-hint')}
          />
        </DeskForm>
      ) : (
        <p>{t('keeping.erase.not-now')}</p>
      )}
    </Part>
  );
}

/** What the person is given on paper: it names nobody. */
function Erased({ remains, day }: { remains: Remains; day: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read stackup">
      <PageHead
        above={<bdi>{remains.codeName ?? t('file.unopened-name')}</bdi>}
        title={t('keeping.erased.title')}
        lede={t('keeping.erased.lede')}
        facts={[<DateText key="day" day={day} />]}
      />
      <Note kind="worth-knowing" title={t('keeping.erased.print-title')}>
        <p>{t('keeping.erased.print')}</p>
      </Note>
      <WhatRemains remains={remains} />
    </div>
  );
}
