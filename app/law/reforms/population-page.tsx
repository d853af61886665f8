import type { JSX } from 'preact';
import {
  type FieldProblem,
  FormPage,
  PageHead,
  PageLink,
  TextArea,
  useWords,
  type Words,
} from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { SimulationResult } from '../simulate/index.ts';
import { PopulationResults } from './population-results.tsx';

/** The two fields in which results are pasted. */
const RESULT_FIELDS = ['one', 'two'] as const;

/** The longest text of one field that is read, in characters. */
const LONGEST = 100_000;
/** What was pasted: results, and fields that hold none. */
type Pasted = { results: SimulationResult[]; problems: FieldProblem[] };

/** Reads what was pasted. An empty field is none; the first one is asked for. */
export function readPasted(form: URLSearchParams, { t }: Words): Pasted {
  const pasted: Pasted = { results: [], problems: [] };
  for (const name of RESULT_FIELDS) {
    const text = form.get(name)?.trim() ?? '';
    if (text === '' && name !== RESULT_FIELDS[0]) continue;
    if (text.length > LONGEST) {
      pasted.problems.push({ name, message: t('law.reforms.too-long', { most: LONGEST }) });
      continue;
    }
    const result = readResult(text);
    if (result) pasted.results.push(result);
    else pasted.problems.push({ name, message: t('law.reforms.no-result') });
  }
  return pasted;
}

function readResult(text: string): SimulationResult | undefined {
  try {
    const read = SimulationResult.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

type Props = { said: LawWords; form: URLSearchParams; pasted: Pasted };

/** Shows what `clew simulate` counted, and two counts beside each other. Nothing of it is kept. */
export function PopulationPage({ said, form, pasted }: Props): JSX.Element {
  const { t } = useWords();
  const { results, problems } = pasted;
  return (
    <>
      <PageHead
        above={<PageLink path="/law/reforms">{t('law.reforms.title')}</PageLink>}
        title={t('law.reforms.population')}
        lede={t('law.reforms.population-lede', { most: LONGEST })}
      />
      {results.length > 0 && problems.length === 0 && <PopulationResults results={results} said={said} />}
      <FormPage
        path="/law/reforms/population"
        id="results"
        state={{ values: form, problems }}
        next={t('law.reforms.show')}
      >
        <TextArea
          name="one"
          label={t('law.reforms.first')}
          hint={<bdi dir="ltr">clew simulate … --moves</bdi>}
        />
        <TextArea name="two" label={t('law.reforms.second')} />
      </FormPage>
    </>
  );
}
