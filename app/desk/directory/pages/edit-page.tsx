import type { JSX } from 'preact';
import {
  type Answer,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  notFound,
  PageHead,
  redirectTo,
  showPage,
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { FIELDS, formOf, newService, readForm } from '../edit-service.ts';
import { findEntry } from '../find-entries.ts';
import type { HsdsDocument } from '../hsds/read-hsds.ts';
import { listingOf } from '../listing.ts';
import { proposeServices } from '../propose-change.ts';
import { NEEDS, SERVED } from '../terms.ts';
import { FIELD_WORDS, NEED_WORDS, SERVED_WORDS } from './listing-words.tsx';
import { problemText } from './problems.tsx';

const PATH = '/desk/directory';
const TITLE = { title: 'directory.edit.title', action: 'directory.propose' } as const;

/** The form that proposes an entry, a new one or one that is there. */
export const editPages: readonly DeskPage[] = [
  deskPage({
    ...{ ...TITLE, path: `${PATH}/new`, method: 'get' },
    render: (_visit, worker) =>
      showForm(worker, `${PATH}/new`, { values: formOf(newService()), problems: [] }),
  }),
  deskPage({
    ...{ ...TITLE, path: `${PATH}/new`, method: 'post' },
    render: (visit, worker) =>
      takeForm(visit, worker, { service: newService(visit.form), path: `${PATH}/new` }),
  }),
  deskPage({
    ...{ ...TITLE, path: `${PATH}/:entry/edit`, method: 'get' },
    render: async ({ params }, worker) => {
      const found = await serviceOf(worker, params.entry);
      return found
        ? showForm(worker, found.path, { values: formOf(found.service), problems: [] })
        : notFound();
    },
  }),
  deskPage({
    ...{ ...TITLE, path: `${PATH}/:entry/edit`, method: 'post' },
    render: async (visit, worker) => {
      const found = await serviceOf(worker, visit.params.entry);
      return found ? takeForm(visit, worker, found) : notFound();
    },
  }),
];

type Found = { service: HsdsDocument; path: `/desk/${string}` };

/** What waits, else what two people agreed on: whoever changes it goes on from there. */
async function serviceOf(worker: SignedIn, id: string | undefined): Promise<Found | undefined> {
  const entry = await findEntry(worker, id);
  const content = entry?.change?.content ?? entry?.content;
  return entry && content && { service: content.service, path: `${PATH}/${entry.entryId}/edit` };
}

async function takeForm({ form, words }: Visit, worker: SignedIn, { service, path }: Found): Promise<Answer> {
  const again = (problems: readonly FieldProblem[]) => showForm(worker, path, { values: form, problems });
  const read = readForm(service, form);
  if (!read.ok)
    return again(read.fields.map((name) => ({ name, message: words.t('directory.edit.field-wrong') })));
  const made = listingOf(read.service);
  if (!made.ok)
    return again(made.problems.map((problem) => ({ name: 'name', message: problemText(problem, words) })));
  const taken = await proposeServices(worker, [read.service]);
  if (!taken.ok) return again([{ name: 'name', message: words.t('directory.too-many') }]);
  return redirectTo(`${PATH}/${read.service.service.id.toLowerCase()}`);
}

function showForm(worker: SignedIn, path: string, state: FormState): Answer {
  return showPage(<EditForm {...{ path, state }} token={worker.formToken} />, {
    status: formStatus(state),
  });
}

function EditForm({ path, state, token }: { path: string; state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('directory.edit.title')} lede={t('directory.edit.lede')} />
      <DeskForm path={path} token={token} state={state} next={t('directory.edit.propose')}>
        <input type="hidden" name="id" value={state.values.get('id') ?? ''} />
        <Field name="name" label={t(FIELD_WORDS.name)} />
        <TextArea name="about" label={t(FIELD_WORDS.about)} />
        <Ticks
          name={FIELDS.needs}
          legend={t(FIELD_WORDS.needs)}
          options={NEEDS.map((one) => [one, t(NEED_WORDS[one])])}
        />
        <Ticks
          name={FIELDS.served}
          legend={t(FIELD_WORDS.served)}
          options={SERVED.map((one) => [one, t(SERVED_WORDS[one])])}
        />
        <TextArea name="who" label={t(FIELD_WORDS.who)} />
        <TextArea name="how" label={t(FIELD_WORDS.how)} hint={t('directory.edit.how-hint')} />
        <Field name={FIELDS.phone} type="tel" label={t(FIELD_WORDS.phones)} />
        <Field name="email" type="email" label={t(FIELD_WORDS.email)} />
        <Field name="url" label={t(FIELD_WORDS.url)} />
        <Field
          name={FIELDS.countries}
          label={t(FIELD_WORDS.countries)}
          hint={t('directory.edit.countries-hint')}
        />
        <Field
          name={FIELDS.languages}
          label={t(FIELD_WORDS.languages)}
          hint={t('directory.edit.languages-hint')}
        />
        <Tick name={FIELDS.free} label={t('directory.edit.free')} />
        <TextArea name="costs" label={t(FIELD_WORDS.costs)} />
        <Field name={FIELDS.zone} label={t('directory.edit.zone')} hint={t('directory.edit.zone-hint')} />
        <TextArea name="alert" label={t(FIELD_WORDS.alert)} />
        <Tick name={FIELDS.open} label={t('directory.edit.open-place')} />
        <p class="hint">{t('directory.place-rule-why')}</p>
      </DeskForm>
    </div>
  );
}

type TicksOf = {
  name: string;
  legend: string;
  options: readonly (readonly [value: string, label: string])[];
};

function Ticks({ name, legend, options }: TicksOf): JSX.Element {
  return (
    <fieldset class="field" id={name}>
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <Tick key={value} name={name} value={value} label={label} />
      ))}
    </fieldset>
  );
}
