import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import type { ColumnUse, ColumnUses } from '../../../law/index.ts';
import {
  DateText,
  type FormState,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  Table,
  Tick,
  useWords,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import type { OwnPopulation, OwnRun } from '../find-populations.ts';
import { CountForm, canBegin, type LookedColumns } from './count-form.tsx';
import { RunState } from './run-state.tsx';
import { Wrong } from './wrong.tsx';

type ViewOf = {
  law: Law;
  population: OwnPopulation;
  look: OwnRun | undefined;
  /** Why the file cannot be read, in English. */
  messages: readonly string[];
  columns: ColumnUses | undefined;
  runs: readonly OwnRun[];
  state: FormState;
  token: string;
  now: Date;
};

/** One population: its columns, what was counted, another count, and erasing it. */
export function PopulationView(props: ViewOf): JSX.Element {
  const { law, population, look, messages, columns, runs, state, token, now } = props;
  const { t } = useWords();
  const path = `/desk/populations/${population.populationId}`;
  const isErasing = state.problems.some(({ name }) => name === 'sure');
  const empty = { values: new URLSearchParams(), problems: [] };
  return (
    <div class="read">
      <PageHead
        above={<PageLink path="/desk/populations">{t('population.title')}</PageLink>}
        title={<bdi>{population.about?.name ?? t('population.closed')}</bdi>}
      />
      <p>
        {t('population.until')} <DateText day={population.expiresAt.toISOString().slice(0, 10)} />
      </p>
      {population.key === undefined && <p>{t('population.closed-why')}</p>}
      {look && columns === undefined && messages.length === 0 && (
        <RunState run={look} path={path} runPath={`${path}/${look.runId}`} token={token} />
      )}
      {messages.length > 0 && <Wrong messages={messages} />}
      {columns !== undefined && <Columns columns={columns} />}
      {runs.length > 0 && <Runs runs={runs} path={path} />}
      {Array.isArray(columns) && canBegin(columns) && (
        <CountForm
          {...{ law, columns, token, now, path: `${path}/count`, state: isErasing ? empty : state }}
        />
      )}
      <Part id="erase" title={t('population.erase')}>
        <p>{t('population.erase-lede')}</p>
        <DeskForm
          path={`${path}/erase`}
          token={token}
          state={isErasing ? state : empty}
          next={t('population.erase')}
        >
          <Tick name="sure" label={t('population.erase-sure')} />
        </DeskForm>
      </Part>
    </div>
  );
}

const USES: Readonly<Record<ColumnUse, PlainKey>> = {
  fact: 'population.use.fact',
  id: 'population.use.id',
  state: 'population.use.state',
  grouping: 'population.use.grouping',
  personal: 'population.use.personal',
  twice: 'population.use.twice',
  nameless: 'population.use.nameless',
  'of-group': 'population.use.of-group',
  'other-type': 'population.use.other-type',
};

function Columns({ columns }: { columns: ColumnUses }): JSX.Element {
  const { t } = useWords();
  if (!Array.isArray(columns))
    return (
      <Note kind="safety" title={t('population.refused')}>
        <p>{t(columns === 'no-facts' ? 'population.no-facts' : 'population.too-many')}</p>
      </Note>
    );
  const refused = columns.filter(({ use }) => !['fact', 'id', 'state', 'grouping'].includes(use));
  return (
    <Part id="columns" title={t('population.columns')}>
      {!canBegin(columns) && (
        <Note kind="safety" title={t('population.refused')}>
          <p>{t(refused.length > 0 ? 'population.columns-wrong' : 'population.one-grouping')}</p>
        </Note>
      )}
      <ColumnTable columns={[...refused, ...columns.filter((one) => !refused.includes(one))]} />
    </Part>
  );
}

function ColumnTable({ columns }: { columns: LookedColumns }): JSX.Element {
  const { t } = useWords();
  return (
    <Table
      caption={t('population.columns')}
      isCaptionHidden
      columns={[{ label: t('population.column') }, { label: t('population.use') }]}
      rows={columns.map(({ name, use }) => [<bdi key="name">{name}</bdi>, t(USES[use])])}
    />
  );
}

function Runs({ runs, path }: { runs: readonly OwnRun[]; path: string }): JSX.Element {
  const { t, language } = useWords();
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return (
    <Part id="counts" title={t('population.counts')}>
      <ul class="read">
        {runs.map((run) => (
          <li key={run.runId}>
            <PageLink path={`${path}/${run.runId}`}>{at.format(run.madeAt)} UTC</PageLink>
            {': '}
            {t(STATES[run.state], {})} <bdi>{run.question?.reforms.join(', ')}</bdi>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Where a count stands, in a word. */
const STATES = {
  waiting: 'population.state.waiting',
  running: 'population.state.running',
  stopped: 'population.state.stopped',
  interrupted: 'population.state.interrupted',
  'no-room': 'population.state.no-room',
  failed: 'population.state.failed',
  refused: 'population.state.refused',
  done: 'population.state.done',
} as const satisfies Record<OwnRun['state'], PlainKey>;
