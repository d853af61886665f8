import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { lawWordsIn, PopulationResults, type SimulationResult } from '../../../law/index.ts';
import {
  type Answer,
  Folded,
  notFound,
  PageHead,
  PageLink,
  Part,
  redirectTo,
  sendFile,
  showPage,
  Table,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { eraseRun, goOn, stopRun } from '../ask-count.ts';
import {
  findPopulation,
  listRuns,
  type OwnPopulation,
  type OwnRun,
  readOutcome,
} from '../find-populations.ts';
import { Do, RunState } from './run-state.tsx';
import { Wrong } from './wrong.tsx';

const PATH = '/desk/populations/:population/:run';
const SHARED = { title: 'population.title' } as const;

/** One count: where it stands, what came out, beside another; to take along, and to erase. */
export function runPages(law: Law): readonly DeskPage[] {
  return [
    deskPage({
      ...SHARED,
      ...{ path: PATH, method: 'get', action: 'population.read' },
      render: async (visit, worker) => {
        const found = await findRun(visit, worker, 'population.read');
        return found ? showRun(law, { visit, worker, found }) : notFound();
      },
    }),
    deskPage({
      ...SHARED,
      ...{ path: `${PATH}/result`, method: 'get', action: 'population.read' },
      render: sendResult,
    }),
    ...(['stop', 'go-on'] as const).map((name) =>
      deskPage({
        ...SHARED,
        ...{ path: `${PATH}/${name}`, method: 'post', action: 'population.add' },
        render: async (visit, worker) => {
          const found = await findRun(visit, worker, 'population.add');
          if (!found) return notFound();
          await (name === 'stop' ? stopRun : goOn)(worker, found.population, found.run.runId);
          return redirectTo(backTo(found));
        },
      }),
    ),
    deskPage({
      ...SHARED,
      ...{ path: `${PATH}/erase`, method: 'post', action: 'population.erase' },
      render: async (visit, worker) => {
        const found = await findRun(visit, worker, 'population.erase');
        if (found?.run.kind !== 'count') return notFound();
        await eraseRun(worker, found.population, found.run.runId);
        return redirectTo(`/desk/populations/${found.population.populationId}`);
      },
    }),
  ];
}

type Found = { population: OwnPopulation; run: OwnRun; others: OwnRun[] };

async function findRun(
  { params }: Visit,
  worker: SignedIn,
  action: Parameters<typeof findPopulation>[2],
): Promise<Found | undefined> {
  const population = await findPopulation(worker, params.population, action);
  if (!population) return undefined;
  const runs = await listRuns(worker, population);
  const run = runs.find(({ runId }) => runId === params.run?.toLowerCase());
  const others = runs.filter((one) => one !== run && one.kind === 'count' && one.state === 'done');
  return run && { population, run, others };
}

/** A look is shown on its population's page. */
function backTo({ population, run }: Found): `/${string}` {
  const path = `/desk/populations/${population.populationId}` as const;
  return run.kind === 'look' ? path : `${path}/${run.runId}`;
}

async function sendResult(visit: Visit, worker: SignedIn): Promise<Answer> {
  const found = await findRun(visit, worker, 'population.read');
  const outcome = found && (await readOutcome(worker, found.population, found.run.runId));
  if (outcome?.kind !== 'done') return notFound();
  return sendFile({
    ...{ name: 'simulation.json', type: 'application/json' },
    content: `${JSON.stringify(outcome.result, undefined, 2)}\n`,
  });
}

type Showing = { visit: Visit; worker: SignedIn; found: Found };

async function showRun(law: Law, { visit, worker, found }: Showing): Promise<Answer> {
  const { population, run, others } = found;
  if (run.kind === 'look') return redirectTo(backTo(found));
  const hasEnded = run.state === 'done' || run.state === 'refused';
  const outcome = hasEnded ? await readOutcome(worker, population, run.runId) : undefined;
  const beside = others.find(({ runId }) => runId === visit.query.get('beside'));
  const second = beside && (await readOutcome(worker, population, beside.runId));
  const results = [outcome, second].flatMap((one) => (one?.kind === 'done' ? [one.result] : []));
  return showPage(
    <RunView
      {...{ law, population, run, others, results, token: worker.formToken }}
      messages={outcome?.kind === 'refused' ? outcome.messages : []}
    />,
  );
}

type ViewOf = Found & {
  law: Law;
  results: readonly SimulationResult[];
  messages: readonly string[];
  token: string;
};

function RunView({ law, population, run, others, results, messages, token }: ViewOf): JSX.Element {
  const { t, language } = useWords();
  const path = `/desk/populations/${population.populationId}`;
  const runPath = `${path}/${run.runId}`;
  const [result] = results;
  return (
    <>
      <PageHead
        above={
          <PageLink path={path}>
            <bdi>{population.about?.name ?? t('population.closed')}</bdi>
          </PageLink>
        }
        title={t('population.count-title')}
      />
      {run.state !== 'done' && run.state !== 'refused' && (
        <RunState run={run} path={runPath} runPath={runPath} token={token} />
      )}
      {messages.length > 0 && <Wrong messages={messages} />}
      {result && (
        <>
          <p>
            <PageLink path={`${runPath}/result`}>{t('population.download')}</PageLink>
          </p>
          <PopulationResults results={numbered(results)} said={lawWordsIn(law, language)} />
          <OpenFacts result={result} />
          {others.length > 0 && <Beside others={others} path={runPath} />}
        </>
      )}
      <Part id="erase" title={t('population.erase-count')}>
        <Do path={`${runPath}/erase`} token={token} words="population.erase-count" />
      </Part>
    </>
  );
}

/** Two counts of one file are told apart by a number. */
function numbered(results: readonly SimulationResult[]): SimulationResult[] {
  if (results.length < 2) return [...results];
  return results.map((result, at) => ({
    ...result,
    file: { ...result.file, name: `${result.file.name} (${at + 1})` },
  }));
}

function Beside({ others, path }: { others: readonly OwnRun[]; path: string }): JSX.Element {
  const { t, language } = useWords();
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return (
    <Part id="beside" title={t('population.beside')}>
      <ul class="read">
        {others.map(({ runId, madeAt, question }) => (
          <li key={runId}>
            <PageLink path={`${path}?beside=${runId}`}>{at.format(madeAt)} UTC</PageLink>{' '}
            <bdi>{question?.reforms.join(', ')}</bdi>
          </li>
        ))}
      </ul>
    </Part>
  );
}

const MOST_FACTS = 30;

/** The facts whose absence keeps most records at “unknown”. */
function OpenFacts({ result }: { result: SimulationResult }): JSX.Element | null {
  const { t, language } = useWords();
  const figures = new Intl.NumberFormat(language);
  const size = (records: number | string) => (typeof records === 'number' ? records : 0);
  const facts = [...result.openFacts.facts]
    .sort((one, other) => size(other.records) - size(one.records))
    .slice(0, MOST_FACTS);
  if (facts.length === 0) return null;
  return (
    <Folded title={t('population.open-facts')} note={String(facts.length)}>
      <p>{t('population.open-facts-why', { records: result.openFacts.records })}</p>
      <Table
        caption={t('population.open-facts')}
        isCaptionHidden
        columns={[
          { label: t('population.rule') },
          { label: t('population.use.fact') },
          { label: t('population.records'), isFigure: true },
        ]}
        rows={facts.map(({ rule, label, records }) => [
          <bdi key="rule">{rule}</bdi>,
          <bdi key="fact" lang="en">
            {label}
          </bdi>,
          records === 'few'
            ? t('law.reforms.few', { floor: result.floor })
            : records === 'withheld'
              ? t('law.reforms.withheld')
              : figures.format(records),
        ])}
      />
    </Folded>
  );
}
