import type { Law } from '@clew/rules';
import {
  type Answer,
  EMPTY_FORM,
  type FormState,
  formStatus,
  notFound,
  redirectTo,
  showPage,
  type Visit,
} from '../../../web/index.ts';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { beginCount, erasePopulation, type NotBegun } from '../ask-count.ts';
import { findPopulation, listRuns, type OwnPopulation, readOutcome } from '../find-populations.ts';
import { readCountForm } from './count-form.tsx';
import { PopulationView } from './population-view.tsx';

const PATH = '/desk/populations/:population';
const SHARED = { title: 'population.title' } as const;

/** One population: its columns, what was counted, another count, and erasing it. */
export function populationPages(law: Law): readonly DeskPage[] {
  return [
    deskPage({
      ...SHARED,
      ...{ path: PATH, method: 'get', action: 'population.read' },
      render: async ({ params, words }, worker) => {
        const population = await findPopulation(worker, params.population);
        return population ? show({ law, worker, population, words }, EMPTY_FORM) : notFound();
      },
    }),
    deskPage({
      ...SHARED,
      ...{ path: `${PATH}/count`, method: 'post', action: 'population.add' },
      render: (visit, worker) => takeCount(law, visit, worker),
    }),
    deskPage({
      ...SHARED,
      ...{ path: `${PATH}/erase`, method: 'post', action: 'population.erase' },
      render: async ({ params, form, words }, worker) => {
        const population = await findPopulation(worker, params.population, 'population.erase');
        if (!population) return notFound();
        if (form.get('sure') !== 'yes') {
          const problems = [{ name: 'sure', message: words.t('population.erase-wrong') }];
          return show({ law, worker, population, words }, { values: form, problems });
        }
        await erasePopulation(worker, population);
        return redirectTo('/desk/populations');
      },
    }),
  ];
}

const NOT_BEGUN = {
  many: 'population.count.many',
  'no-counter': 'population.no-counter',
  closed: 'population.closed-why',
} as const satisfies Record<NotBegun, string>;

async function takeCount(law: Law, { params, form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const population = await findPopulation(worker, params.population, 'population.add');
  if (!population) return notFound();
  const looked = await readLook(worker, population);
  if (!Array.isArray(looked.columns)) return notFound();
  const read = readCountForm({ law, form, words, columns: looked.columns, now: worker.desk.now() });
  const at = { law, worker, population, words };
  if (!read.ok) return show(at, { values: form, problems: read.problems });
  const begun = await beginCount(worker, population, read.asked);
  if (begun.ok) return redirectTo(`/desk/populations/${population.populationId}/${read.asked.runId}`);
  const problems = [{ name: 'reform', message: words.t(NOT_BEGUN[begun.why]) }];
  return show(at, { values: form, problems });
}

/** What is known of the columns: the look, as far as it has come. */
async function readLook(worker: SignedIn, population: OwnPopulation) {
  const runs = await listRuns(worker, population);
  const look = runs.find(({ kind }) => kind === 'look');
  const hasEnded = look !== undefined && ['done', 'refused'].includes(look.state);
  const outcome = hasEnded ? await readOutcome(worker, population, look.runId) : undefined;
  return {
    ...{ runs: runs.filter(({ kind }) => kind === 'count'), look },
    messages: outcome?.kind === 'refused' ? outcome.messages : [],
    columns: outcome?.kind === 'looked' ? outcome.columns : undefined,
  };
}

type At = { law: Law; worker: SignedIn; population: OwnPopulation; words: Visit['words'] };

async function show({ law, worker, population }: At, state: FormState): Promise<Answer> {
  const looked = await readLook(worker, population);
  const props = { law, population, ...looked, state, token: worker.formToken, now: worker.desk.now() };
  return showPage(<PopulationView {...props} />, { status: formStatus(state) });
}
