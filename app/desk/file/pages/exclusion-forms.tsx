import type { JSX } from 'preact';
import {
  Choice,
  EMPTY_FORM,
  type FormState,
  Note,
  Part,
  type PlainKey,
  TextArea,
  Tick,
  useWords,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { WISHES } from '../entry.ts';
import type { Excluding } from '../exclude.ts';
import type { FileView } from '../look-at-file.ts';
import { type NamesById, typed } from './at-desk.tsx';
import { WISH_WORDS } from './words.ts';

type Read<Result> = { read: Result } | { problems: [string, PlainKey][] };

/** Who must never see the file, as a form says it. */
export function readExclusion(form: URLSearchParams): Read<Omit<Excluding, 'fileId'>> {
  const workerId = typed(form, 'exclude-worker');
  const wish = WISHES.find((one) => one === form.get('wish'));
  const reason = typed(form, 'reason');
  const problems: [string, PlainKey][] = [];
  if (workerId === undefined) problems.push(['exclude-worker', 'file.people.worker-wrong']);
  if (wish === undefined) problems.push(['wish', 'file.people.wish-wrong']);
  if (reason === undefined) problems.push(['reason', 'file.people.reason-wrong']);
  if (workerId === undefined || wish === undefined || reason === undefined) return { problems };
  const as = form.get('suspected') === 'yes' ? 'suspected' : 'excluded';
  return { read: { workerId, wish, reason, as } };
}

/** Who is to see it again, as a form says it. */
export function readReturn(
  form: URLSearchParams,
): Read<{ workerId: string; reason: string; personAgrees: boolean }> {
  const workerId = typed(form, 'return-worker');
  const reason = typed(form, 'return-reason');
  const problems: [string, PlainKey][] = [];
  if (workerId === undefined) problems.push(['return-worker', 'file.people.worker-wrong']);
  if (reason === undefined) problems.push(['return-reason', 'file.people.reason-wrong']);
  if (workerId === undefined || reason === undefined) return { problems };
  return { read: { workerId, reason, personAgrees: form.get('agrees') === 'yes' } };
}

type Option = { value: string; label: string };
type FormsProps = {
  file: FileView;
  names: NamesById;
  others: readonly Option[];
  state: FormState;
  token: string;
};

/** The forms of exclusion and of bringing back. `state` is of the one that was sent. */
export function ExclusionForms(props: FormsProps): JSX.Element {
  const { t } = useWords();
  const { file, others, state, token } = props;
  const isReturn = state.values.has('return-worker') || state.values.has('return-reason');
  return (
    <>
      {file.mayExclude && (
        <Part id="exclude" title={t('file.people.exclude')}>
          <p>{t('file.people.exclude-lede')}</p>
          <p>{t('file.people.exclude-two')}</p>
          <DeskForm
            path={`/desk/files/${file.fileId}/people/exclude`}
            token={token}
            state={isReturn ? EMPTY_FORM : state}
            next={t('file.people.exclude-next')}
          >
            <Choice name="exclude-worker" label={t('file.people.worker')} options={others} look="select" />
            <Choice
              name="wish"
              label={t('file.people.wish')}
              options={WISHES.map((value) => ({ value, label: t(WISH_WORDS[value]) }))}
            />
            <Tick name="suspected" label={t('file.people.suspected')} />
            <TextArea name="reason" label={t('file.people.reason')} hint={t('file.people.reason-hint')} />
          </DeskForm>
        </Part>
      )}
      {file.mayBringBack && <BringBack {...props} state={isReturn ? state : EMPTY_FORM} />}
    </>
  );
}

function BringBack({ file, names, state, token }: FormsProps): JSX.Element {
  const { t } = useWords();
  const barred = [...new Set((file.bars ?? []).map(({ worker_id }) => worker_id))];
  return (
    <Part id="return" title={t('file.people.return')}>
      <p>{t('file.people.return-lede')}</p>
      <DeskForm
        path={`/desk/files/${file.fileId}/people/return`}
        token={token}
        state={state}
        next={t('file.people.return-next')}
      >
        <Choice
          name="return-worker"
          label={t('file.people.worker')}
          options={barred.map((value) => ({ value, label: names.get(value) ?? t('file.somebody') }))}
          look="select"
        />
        <Tick name="agrees" label={t('file.people.agrees')} />
        <TextArea name="return-reason" label={t('file.people.reason')} hint={t('file.people.reason-hint')} />
      </DeskForm>
    </Part>
  );
}

/** That it waits for a second person, and that nothing has changed until then. */
export function WaitsForSecond(): JSX.Element {
  const { t } = useWords();
  return (
    <Note kind="worth-knowing" title={t('file.second.asked-title')}>
      <p>{t('file.second.asked')}</p>
    </Note>
  );
}
