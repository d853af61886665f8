import { randomUUID } from 'node:crypto';
import { isDate, type Law, withOverlays } from '@clew/rules';
import type { JSX } from 'preact';
import { z } from 'zod';
import { type ColumnUse, dayOf, encodedStates, lawWordsIn, stateNames } from '../../../law/index.ts';
import {
  Choice,
  Field,
  type FieldProblem,
  type FormState,
  Part,
  type PlainKey,
  Tick,
  useWords,
  type Words,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import type { Question } from '../sealed.ts';

/** The columns of a file, with what each is for. */
export type LookedColumns = readonly { name: string; use: ColumnUse }[];

/** More reforms than anybody compares in one count. */
const MOST_REFORMS = 10;
const NOT_NAMED = 'not-named';

/** Whether a count of these columns can begin: a fact at least, none that may not be, and one grouping at most. */
export function canBegin(columns: LookedColumns): boolean {
  const groupings = columns.filter(({ use }) => use === 'grouping' || use === 'state');
  const isTaken = ({ use }: LookedColumns[number]) => ['fact', 'id', 'state', 'grouping'].includes(use);
  return columns.every(isTaken) && groupings.length <= 1;
}

type Read = {
  law: Law;
  form: URLSearchParams;
  words: Pick<Words, 't'>;
  columns: LookedColumns;
  now: Date;
};

/** What a form asks for, or what is wrong with it. */
export function readCountForm({
  law,
  form,
  words,
  columns,
  now,
}: Read):
  | { ok: true; asked: { runId: string; question: Question } }
  | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const wrong = (name: string, key: PlainKey) => problems.push({ name, message: words.t(key) });
  const runId = z.uuid().safeParse(form.get('run'));
  const reforms = reformsOf(law).flatMap(({ id }) => (form.getAll('reform').includes(id) ? [id] : []));
  if (reforms.length === 0 || reforms.length > MOST_REFORMS)
    wrong('reform', 'population.count.reforms-wrong');
  const together = form.get('together') === 'yes' && reforms.length > 1;
  const lists = [...reforms.map((id) => [id]), ...(together ? [reforms] : [])];
  if (lists.some((list) => !withOverlays(law, list).ok)) wrong('reform', 'population.count.apart');
  const on = form.get('on')?.trim() || dayOf(now);
  const day = isDate(on) ? on : undefined;
  if (day === undefined) wrong('on', 'population.count.on-wrong');
  const hasStates = columns.some(({ use }) => use === 'state');
  const named = form.get('state') ?? '';
  const state = hasStates || named === NOT_NAMED ? null : named;
  if (state !== null && !encodedStates(law).includes(state)) wrong('state', 'population.count.state-wrong');
  if (!canBegin(columns)) wrong('reform', 'population.columns-wrong');
  if (problems.length > 0 || !runId.success || day === undefined) return { ok: false, problems };
  const by = columns.find(({ use }) => use === 'grouping')?.name ?? null;
  return { ok: true, asked: { runId: runId.data, question: { reforms, together, by, state, on: day } } };
}

function reformsOf(law: Law): { id: string; code: string }[] {
  const key = ({ code, id }: Law['overlays'][string]) => code ?? `~${id}`;
  return Object.values(law.overlays)
    .sort((one, other) => (key(one) < key(other) ? -1 : 1))
    .map((overlay) => ({ id: overlay.id, code: overlay.code ?? '' }));
}

type FormOf = { law: Law; path: string; columns: LookedColumns; state: FormState; token: string; now: Date };

/** The form that asks for a count. The grouping is the file's own. */
export function CountForm({ law, path, columns, state, token, now }: FormOf): JSX.Element {
  const { t, language } = useWords();
  const said = lawWordsIn(law, language);
  const grouping = columns.find(({ use }) => use === 'grouping');
  const hasStates = columns.some(({ use }) => use === 'state');
  const values = new URLSearchParams(state.values);
  if (!values.has('on')) values.set('on', dayOf(now));
  return (
    <Part id="count" title={t('population.count.title')}>
      <p>
        {grouping ? (
          <>
            {t('population.count.by')} <bdi>{grouping.name}</bdi>
          </>
        ) : (
          t(hasStates ? 'population.count.by-state' : 'population.count.by-none')
        )}
      </p>
      <DeskForm path={path} token={token} state={{ ...state, values }} next={t('population.count.begin')}>
        <input type="hidden" name="run" value={randomUUID()} />
        <fieldset class="field" id="reform">
          <legend>{t('population.count.reforms')}</legend>
          {reformsOf(law).map(({ id, code }) => (
            <Tick key={id} name="reform" value={id} label={`${code} ${said.reform(id)}`.trim()} />
          ))}
        </fieldset>
        <Tick name="together" label={t('population.count.together')} />
        {!hasStates && (
          <Choice
            name="state"
            label={t('population.count.state')}
            look="select"
            options={[
              { value: NOT_NAMED, label: t('population.count.state-none') },
              ...stateNames(law, language),
            ]}
          />
        )}
        <Field name="on" type="date" label={t('population.count.on')} hint={t('population.count.on-hint')} />
      </DeskForm>
    </Part>
  );
}
