import type { JSX } from 'preact';
import { DeskForm, type DeskPage, deskPage, type SignedIn } from '../../desk/index.ts';
import { dayOf } from '../../law/index.ts';
import {
  type Answer,
  Button,
  Choice,
  EMPTY_FORM,
  Field,
  type FormState,
  Note,
  PageHead,
  SafetyWords,
  showPage,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { languageOptions, PrintHead } from '../print/leaflet-pages.tsx';
import { LeafletSheet } from '../print/leaflet-sheet.tsx';
import { LEAFLET_NAMES, LEAFLETS, loadLeaflets } from '../print/leaflets.ts';
import { GROUPS } from './groups.ts';
import { FIELDS, readComposeForm } from './read-compose-form.ts';

const PATH = '/desk/leaflets';

/**
 * Material for a group at risk, composed from the texts of the guide and printed. It is about nobody and nothing of it is
 * kept: the line that says how to reach the agency lives in the form and on the paper alone.
 */
export function composePages(): readonly DeskPage[] {
  const leaflets = loadLeaflets();
  const answer = ({ form, words }: Visit, { formToken, desk }: SignedIn): Answer => {
    const show = (state: FormState) => showPage(<Compose state={state} token={formToken} />, { status: 422 });
    if (form.has(FIELDS.suggest)) {
      const group = GROUPS.find(({ id }) => id === form.get(FIELDS.group));
      if (group === undefined)
        return show({
          values: form,
          problems: [{ name: FIELDS.group, message: words.t('desk.leaflets.no-group') }],
        });
      const values = new URLSearchParams([...form].filter(([name]) => name !== FIELDS.texts));
      for (const id of group.texts) values.append(FIELDS.texts, id);
      return showPage(<Compose state={{ values, problems: [] }} token={formToken} />);
    }
    const read = readComposeForm({ form, words, leaflets });
    if (!read.ok) return show({ values: form, problems: read.problems });
    const { texts, languages, contact } = read.composed;
    return (
      <>
        <PrintHead path={PATH} />
        {texts.map((id) => (
          <LeafletSheet
            key={id}
            blocks={leaflets[id]}
            languages={languages}
            today={dayOf(desk.now())}
            contact={contact}
          />
        ))}
      </>
    );
  };
  const shared = { path: PATH, action: 'leaflet.compose', title: 'desk.leaflets.title' } as const;
  return [
    deskPage({
      ...shared,
      method: 'get',
      place: 'desk.leaflets.place',
      render: (_visit, { formToken }) => <Compose state={EMPTY_FORM} token={formToken} />,
    }),
    deskPage({ ...shared, method: 'post', render: answer }),
  ];
}

function Compose({ state, token }: { state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.leaflets.title')} lede={t('desk.leaflets.lede')} />
      <Note kind="safety" title={<SafetyWords of="guide.print.careful-title" />} level={2}>
        <p>
          <SafetyWords of="guide.print.careful" />
        </p>
      </Note>
      <DeskForm
        path={PATH}
        token={token}
        state={state}
        next={t('guide.print.show')}
        besideNext={
          <Button kind="other" name={FIELDS.suggest} value="1">
            {t('desk.leaflets.suggest')}
          </Button>
        }
      >
        <Choice
          name={FIELDS.group}
          label={t('desk.leaflets.group')}
          hint={t('desk.leaflets.group-hint')}
          options={GROUPS.map(({ id, label }) => ({ value: id, label: t(label) }))}
        />
        <Texts />
        <Languages />
        <Field
          name={FIELDS.contact}
          label={t('desk.leaflets.contact')}
          hint={t('desk.leaflets.contact-hint')}
        />
        <Tick name={FIELDS.drafts} label={t('desk.leaflets.drafts')} />
      </DeskForm>
    </div>
  );
}

function Texts(): JSX.Element {
  const { t } = useWords();
  return (
    <fieldset class="field" id={FIELDS.texts}>
      <legend>{t('desk.leaflets.texts')}</legend>
      {LEAFLETS.map((id) => (
        <Tick key={id} name={FIELDS.texts} value={id} label={t(LEAFLET_NAMES[id])} />
      ))}
    </fieldset>
  );
}

function Languages(): JSX.Element {
  const { t } = useWords();
  const options = languageOptions();
  return (
    <>
      <Choice name={FIELDS.first} label={t('guide.print.first')} look="select" options={options} />
      <Choice
        name={FIELDS.second}
        label={t('guide.print.second')}
        hint={t('guide.print.second-hint')}
        look="select"
        options={options}
      />
    </>
  );
}
