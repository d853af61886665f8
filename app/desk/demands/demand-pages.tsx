import type { JSX } from 'preact';
import {
  type Answer,
  Choice,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  notFound,
  PageHead,
  type PlainKey,
  redirectTo,
  showFault,
  showPage,
  TextArea,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { nameOf } from '../journal/journal-table.tsx';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { Demand, type DemandDesk, ToldLater } from './demand.ts';
import { DemandList, type NamedDemand } from './demand-list.tsx';
import { confirmDemand, listDemands, noteTold, type Refused, registerDemand } from './register.ts';

const path = '/desk/demands';

/** The register of lawful demands: what authorities asked for, on what basis, and what they were given by whom. */
export const demandPages: readonly DeskPage[] = [
  deskPage({
    path,
    method: 'get',
    action: 'demand.read',
    title: 'desk.demand.title',
    place: 'desk.demand.place',
    render: (_visit, worker) => showRegister(worker),
  }),
  deskPage({
    path: '/desk/demands/new',
    method: 'get',
    action: 'demand.register',
    title: 'desk.demand.new',
    render: (_visit, worker) => showNew(worker, EMPTY_FORM),
  }),
  deskPage({
    path: '/desk/demands/new',
    method: 'post',
    action: 'demand.register',
    title: 'desk.demand.new',
    render: takeNew,
  }),
  deskPage({
    path: '/desk/demands/confirm',
    method: 'post',
    action: 'demand.confirm',
    title: 'desk.demand.title',
    render: async ({ form }, worker) => {
      const asked = { demandId: form.get('id') ?? '', seen: form.get('seen') ?? '' };
      const done = await confirmDemand(deskOf(worker), asked);
      if (!done.ok && done.why === 'other-content')
        return showRegister(worker, { changedId: asked.demandId });
      return after(done);
    },
  }),
  deskPage({
    path: '/desk/demands/told',
    method: 'post',
    action: 'demand.register',
    title: 'desk.demand.title',
    render: takeTold,
  }),
];

function deskOf({ actor, door, keys, desk }: SignedIn): DemandDesk {
  return { actor, door, keys, now: desk.now, random: desk.random };
}

function after(done: { ok: true } | Refused): Answer {
  if (done.ok) return redirectTo(path);
  if (done.why === 'not-found') return notFound();
  if (done.why === 'changed')
    return showFault({ status: 409, message: 'desk.demand.changed', advice: 'desk.demand.changed-advice' });
  return showFault({ status: 403, message: 'desk.demand.own', advice: 'desk.demand.own-advice' });
}

const WRONG: Readonly<Record<string, PlainKey>> = {
  askedBy: 'desk.demand.asked-wrong',
  receivedOn: 'desk.demand.day-wrong',
  basis: 'desk.demand.basis-wrong',
  about: 'desk.demand.about-wrong',
  given: 'desk.demand.given-wrong',
  told: 'desk.demand.told-wrong',
  court: 'desk.demand.court-wrong',
  forbiddenUntil: 'desk.demand.day-wrong',
  toldOn: 'desk.demand.day-wrong',
  how: 'desk.demand.how-wrong',
};

/** What is wrong with what was typed, field by field, each once. */
function problemsOf(paths: readonly PropertyKey[], { words }: Visit): FieldProblem[] {
  return [...new Set(paths.map(String))].map((name) => ({
    name,
    message: words.t(WRONG[name] ?? 'desk.demand.told-wrong'),
  }));
}

function typed({ form }: Visit, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = (form.get(name) ?? '').trim();
      return value === '' ? [] : [[name, value]];
    }),
  );
}

const FIELDS = ['askedBy', 'receivedOn', 'basis', 'about', 'given', 'told', 'court', 'forbiddenUntil'];

async function takeNew(visit: Visit, worker: SignedIn): Promise<Answer> {
  const read = Demand.safeParse(typed(visit, FIELDS));
  if (!read.success) {
    const problems = problemsOf(
      read.error.issues.map((issue) => issue.path[0] ?? 'told'),
      visit,
    );
    return showNew(worker, { values: visit.form, problems });
  }
  const done = await registerDemand(deskOf(worker), read.data);
  return after(done.ok ? { ok: true } : done);
}

async function takeTold(visit: Visit, worker: SignedIn): Promise<Answer> {
  const read = ToldLater.safeParse(typed(visit, ['toldOn', 'how']));
  const id = visit.form.get('id') ?? '';
  if (read.success) return after(await noteTold(deskOf(worker), id, read.data));
  const problems = problemsOf(
    read.error.issues.map((issue) => issue.path[0] ?? 'how'),
    visit,
  );
  return showRegister(worker, { telling: { id, state: { values: visit.form, problems } } });
}

type Again = {
  /** What was typed about telling the person. */
  telling?: { id: string; state: FormState };
  /** What is another than the page showed from which it was to be confirmed. */
  changedId?: string;
};

async function showRegister(worker: SignedIn, { telling, changedId }: Again = {}): Promise<Answer> {
  const { names, actor, formToken, desk } = worker;
  const register = await listDemands(deskOf(worker));
  if (!register.ok) return notFound();
  const nameFor = async (id: string) => (await nameOf(names, id)) ?? id;
  const named: NamedDemand[] = await Promise.all(
    register.demands.map(async (demand) => ({
      ...demand,
      registeredName: await nameFor(demand.registeredBy),
      confirmedName: demand.confirmedBy && (await nameFor(demand.confirmedBy)),
      isOwn: demand.registeredBy === actor.workerId,
    })),
  );
  return showPage(
    <DemandList
      demands={named}
      unproven={register.unproven}
      changedId={changedId}
      token={formToken}
      today={desk.now().toISOString().slice(0, 10)}
      mayConfirm={mayAtAll(actor, 'demand.confirm')}
      mayRegister={mayAtAll(actor, 'demand.register')}
      telling={telling}
    />,
    { status: changedId ? 409 : telling ? 422 : 200 },
  );
}

function showNew({ formToken }: SignedIn, state: FormState): Answer {
  return showPage(<NewDemand token={formToken} state={state} />, {
    status: formStatus(state),
  });
}

function NewDemand({ token, state }: { token: string; state: FormState }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.demand.new')} lede={t('desk.demand.new-lede')} />
      <DeskForm path="/desk/demands/new" token={token} state={state} next={t('desk.demand.enter')}>
        <Field name="askedBy" label={t('desk.demand.asked')} hint={t('desk.demand.asked-hint')} />
        <Field name="receivedOn" type="date" label={t('desk.demand.received')} />
        <TextArea name="basis" label={t('desk.demand.basis')} hint={t('desk.demand.basis-hint')} />
        <TextArea name="about" label={t('desk.demand.about')} hint={t('desk.demand.about-hint')} />
        <TextArea name="given" label={t('desk.demand.given')} hint={t('desk.demand.given-hint')} />
        <Choice
          name="told"
          label={t('desk.demand.told')}
          options={[
            { value: 'told', label: t('desk.demand.told-yes') },
            { value: 'not-yet', label: t('desk.demand.told-not-yet') },
            { value: 'forbidden', label: t('desk.demand.told-forbidden') },
          ]}
        />
        <Field name="court" label={t('desk.demand.court')} hint={t('desk.demand.court-hint')} />
        <Field
          name="forbiddenUntil"
          type="date"
          label={t('desk.demand.until')}
          hint={t('desk.demand.until-hint')}
        />
      </DeskForm>
    </div>
  );
}
