import { createHash } from 'node:crypto';
import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  EMPTY_FORM,
  Field,
  type FormState,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { CATEGORIES, MANDATES } from '../../policy/index.ts';
import { CAPACITIES, RECIPIENT_KINDS } from '../entry.ts';
import { GivenGrant, giveGrant, recordRefusal, withdrawGrant } from '../grants.ts';
import { fileDeskOf, refuse, showForm, stateOf, typed } from './at-desk.tsx';
import { CAPACITY_WORDS, CATEGORY_WORDS, MANDATE_WORDS, RECIPIENT_WORDS } from './words.ts';

/** Pages to write down what the person agrees to, takes back and refuses. */
export const grantPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/files/:file/grant',
    method: 'get',
    action: 'grant.write',
    title: 'file.grant.title',
    render: (visit, worker) => showGrant(visit, worker, EMPTY_FORM),
  }),
  deskPage({
    path: '/desk/files/:file/grant',
    method: 'post',
    action: 'grant.write',
    title: 'file.grant.title',
    render: (visit, worker) => give(visit, worker),
  }),
  deskPage({
    path: '/desk/files/:file/grant/end',
    method: 'post',
    action: 'grant.end',
    title: 'file.grant.title',
    render: async (visit, worker) => {
      const fileId = visit.params.file ?? '';
      const ended = await withdrawGrant(fileDeskOf(worker), {
        fileId,
        grantId: visit.form.get('grant') ?? '',
      });
      return ended.ok ? redirectTo(`/desk/files/${fileId}`) : refuse(ended);
    },
  }),
  deskPage({
    path: '/desk/files/:file/refusal',
    method: 'post',
    action: 'grant.write',
    title: 'file.grant.title',
    render: (visit, worker) => refuseAsked(visit, worker),
  }),
];

async function give(visit: Visit, worker: SignedIn): Promise<Answer> {
  const { form } = visit;
  const fileId = visit.params.file ?? '';
  const guardian = typed(form, 'guardian');
  const words = typed(form, 'wording');
  const read = GivenGrant.safeParse({
    fileId,
    recipientKind: form.get('recipient-kind') ?? '',
    recipient: form.get('recipient') ?? '',
    mandates: form.getAll('mandate'),
    purpose: form.get('purpose') ?? '',
    categories: form.getAll('category'),
    expiresOn: form.get('until') ?? '',
    wording: words === undefined ? '' : createHash('sha256').update(words.normalize('NFC')).digest('hex'),
    language: form.get('language') ?? '',
    capacity: form.get('capacity') ?? '',
    ...(guardian === undefined ? {} : { guardian }),
    personAsks: form.get('asks') === 'yes',
  });
  if (!read.success) {
    const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
    return showGrant(visit, worker, stateOf(visit, problemsOf(wrong)));
  }
  const given = await giveGrant(fileDeskOf(worker), read.data);
  if (given.ok) return redirectTo(`/desk/files/${fileId}`);
  if (given.why === 'past')
    return showGrant(visit, worker, stateOf(visit, [['until', 'file.grant.until-past']]));
  if (given.why === 'forbidden' && !read.data.personAsks)
    return showGrant(visit, worker, stateOf(visit, [['asks', 'file.grant.asks-wrong']]));
  return refuse(given);
}

const PROBLEMS: readonly (readonly [string, string, PlainKey])[] = [
  ['recipientKind', 'recipient-kind', 'file.grant.kind-wrong'],
  ['recipient', 'recipient', 'file.grant.recipient-wrong'],
  ['purpose', 'purpose', 'file.grant.purpose-wrong'],
  ['categories', 'category', 'file.grant.category-wrong'],
  ['expiresOn', 'until', 'file.grant.until-wrong'],
  ['wording', 'wording', 'file.grant.wording-wrong'],
  ['language', 'language', 'file.grant.language-wrong'],
  ['capacity', 'capacity', 'file.grant.capacity-wrong'],
  ['guardian', 'guardian', 'file.grant.guardian-wrong'],
];

function problemsOf(wrong: ReadonlySet<string>): (readonly [string, PlainKey])[] {
  return PROBLEMS.filter(([name]) => wrong.has(name)).map(([, field, words]) => [field, words] as const);
}

async function refuseAsked(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const recipient = typed(visit.form, 'who');
  const purpose = typed(visit.form, 'what-for');
  if (recipient === undefined || purpose === undefined) {
    const missing: [string, PlainKey][] = [];
    if (recipient === undefined) missing.push(['who', 'file.grant.recipient-wrong']);
    if (purpose === undefined) missing.push(['what-for', 'file.grant.purpose-wrong']);
    return showGrant(visit, worker, stateOf(visit, missing));
  }
  const refused = await recordRefusal(fileDeskOf(worker), { fileId, recipient, purpose });
  return refused.ok ? redirectTo(`/desk/files/${fileId}`) : refuse(refused);
}

function showGrant(visit: Visit, worker: SignedIn, state: FormState): Answer {
  const fileId = visit.params.file ?? '';
  return showForm(<GrantPage {...{ fileId, state, token: worker.formToken }} />, state);
}

type GrantProps = { fileId: string; state: FormState; token: string };

function GrantPage(props: GrantProps): JSX.Element {
  const { t } = useWords();
  const { fileId, state, token } = props;
  const isRefusal = state.values.has('who');
  const grantState = isRefusal ? EMPTY_FORM : state;
  return (
    <div class="read">
      <BackLink path={`/desk/files/${fileId}`}>{t('file.back')}</BackLink>
      <PageHead title={t('file.grant.title')} lede={t('file.grant.lede')} />
      <DeskForm
        path={`/desk/files/${fileId}/grant`}
        token={token}
        state={grantState}
        next={t('file.grant.next')}
      >
        <GrantFields />
      </DeskForm>
      <Part id="refused" title={t('file.grant.refused-title')}>
        <p>{t('file.grant.refused-lede')}</p>
        <DeskForm
          path={`/desk/files/${fileId}/refusal`}
          token={token}
          state={isRefusal ? state : EMPTY_FORM}
          next={t('file.grant.refused-next')}
        >
          <Field name="who" label={t('file.grant.recipient')} />
          <Field name="what-for" label={t('file.grant.purpose')} />
        </DeskForm>
      </Part>
    </div>
  );
}

function GrantFields(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Field name="recipient" label={t('file.grant.recipient')} hint={t('file.grant.recipient-hint')} />
      <Choice
        name="recipient-kind"
        label={t('file.grant.kind')}
        options={RECIPIENT_KINDS.map((value) => ({ value, label: t(RECIPIENT_WORDS[value]) }))}
      />
      <fieldset class="field" id="mandate">
        <legend>{t('file.grant.mandates')}</legend>
        <p class="hint">{t('file.grant.mandates-hint')}</p>
        {MANDATES.map((name) => (
          <Tick key={name} name="mandate" value={name} label={t(MANDATE_WORDS[name])} />
        ))}
      </fieldset>
      <fieldset class="field" id="category">
        <legend>{t('file.grant.categories')}</legend>
        {CATEGORIES.map((name) => (
          <Tick key={name} name="category" value={name} label={t(CATEGORY_WORDS[name])} />
        ))}
      </fieldset>
      <Field name="purpose" label={t('file.grant.purpose')} hint={t('file.grant.purpose-hint')} />
      <Field name="until" type="date" label={t('file.grant.until')} />
      <TextArea name="wording" label={t('file.grant.wording')} hint={t('file.grant.wording-hint')} />
      <Field name="language" label={t('file.grant.language')} />
      <Choice
        name="capacity"
        label={t('file.grant.capacity')}
        options={CAPACITIES.map((value) => ({ value, label: t(CAPACITY_WORDS[value]) }))}
      />
      <Field name="guardian" label={t('file.grant.guardian')} hint={t('file.grant.guardian-hint')} />
      <Tick name="asks" label={t('file.grant.asks')} />
    </>
  );
}
