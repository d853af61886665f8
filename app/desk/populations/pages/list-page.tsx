import type { JSX } from 'preact';
import {
  type Answer,
  Choice,
  DateText,
  EMPTY_FORM,
  Empty,
  Field,
  type FieldProblem,
  FileField,
  type FormState,
  formStatus,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Table,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { listPopulations, type OwnPopulation } from '../find-populations.ts';
import {
  KEPT_DAYS,
  MOST_BYTES,
  MOST_POPULATIONS,
  type NotTaken,
  takePopulation,
} from '../take-population.ts';

const PATH = '/desk/populations';
const SHARED = { path: PATH, title: 'population.title' } as const;
const LONGEST_NAME = 80;
const MEGABYTE = 1024 * 1024;

/** One's populations, and the form that brings another. */
export const listPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    method: 'get',
    action: 'population.read',
    place: 'population.place',
    render: (_visit, worker) => showList(worker, EMPTY_FORM),
  }),
  deskPage({
    ...SHARED,
    method: 'post',
    action: 'population.add',
    stream: { field: 'file', limit: MOST_BYTES },
    render: takeForm,
  }),
];

const NOT_TAKEN: Readonly<Record<Exclude<NotTaken, 'not-permitted'>, PlainKey>> = {
  many: 'population.bring.many',
  empty: 'population.bring.empty',
  'no-counter': 'population.no-counter',
};

async function takeForm({ form, file, words }: Visit, worker: SignedIn): Promise<Answer> {
  const name = (form.get('name') ?? '').trim();
  const days = KEPT_DAYS.find((one) => String(one) === form.get('days'));
  const problems: FieldProblem[] = [];
  const wrong = (field: string, key: PlainKey) => problems.push({ name: field, message: words.t(key) });
  if (name === '' || name.length > LONGEST_NAME) wrong('name', 'population.bring.name-wrong');
  if (days === undefined) wrong('days', 'population.bring.days-wrong');
  if (file === undefined) wrong('file', 'population.bring.empty');
  if (problems.length > 0 || days === undefined || file === undefined)
    return showList(worker, { values: form, problems });
  const taken = await takePopulation(worker, { name, days, file });
  if (taken.ok) return redirectTo(`${PATH}/${taken.populationId}`);
  const key = taken.why === 'not-permitted' ? 'population.no-counter' : NOT_TAKEN[taken.why];
  wrong('file', key);
  return showList(worker, { values: form, problems });
}

async function showList(worker: SignedIn, state: FormState): Promise<Answer> {
  const populations = await listPopulations(worker);
  return showPage(<Populations populations={populations} state={state} token={worker.formToken} />, {
    status: formStatus(state),
  });
}

type ListProps = { populations: readonly OwnPopulation[]; state: FormState; token: string };

function Populations({ populations, state, token }: ListProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('population.title')} lede={t('population.lede')} />
      <Note kind="unchecked" title={t('law.reforms.hypothetical')} level={2}>
        <p>{t('law.reforms.hypothetical-why')}</p>
      </Note>
      {populations.length === 0 ? (
        <Empty title={t('population.none')} why={t('population.none-why')} />
      ) : (
        <Table
          caption={t('population.yours')}
          columns={[
            { label: t('population.name') },
            { label: t('population.size'), isFigure: true },
            { label: t('population.until') },
          ]}
          rows={populations.map((one) => rowOf(one, t('population.closed')))}
        />
      )}
      {populations.length < MOST_POPULATIONS && <Bring state={state} token={token} />}
      {populations.length >= MOST_POPULATIONS && <p>{t('population.bring.many')}</p>}
    </div>
  );
}

function rowOf({ populationId, about, expiresAt }: OwnPopulation, closed: string) {
  const size = about === undefined ? '' : `${Math.max(0.1, about.bytes / MEGABYTE).toFixed(1)} MB`;
  return [
    <PageLink key="name" path={`${PATH}/${populationId}`}>
      <bdi>{about?.name ?? closed}</bdi>
    </PageLink>,
    <bdi key="size">{size}</bdi>,
    <DateText key="until" day={expiresAt.toISOString().slice(0, 10)} />,
  ];
}

const DAYS: Readonly<Record<(typeof KEPT_DAYS)[number], PlainKey>> = {
  1: 'population.days-1',
  7: 'population.days-7',
  30: 'population.days-30',
};

function Bring({ state, token }: Omit<ListProps, 'populations'>): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="bring" title={t('population.bring.title')}>
      <p>{t('population.bring.lede')}</p>
      <p>{t('population.bring.sealed')}</p>
      <DeskForm path={PATH} token={token} state={state} hasFile next={t('population.bring.title')}>
        <Field name="name" label={t('population.name')} hint={t('population.bring.name-hint')} />
        <Choice
          name="days"
          label={t('population.bring.days')}
          hint={t('population.bring.days-hint')}
          options={KEPT_DAYS.map((days) => ({ value: String(days), label: t(DAYS[days]) }))}
        />
        <FileField
          name="file"
          label={t('population.bring.file')}
          hint={t('population.bring.file-hint', { most: MOST_BYTES / MEGABYTE })}
          accept=".csv,.parquet,text/csv"
        />
      </DeskForm>
    </Part>
  );
}
