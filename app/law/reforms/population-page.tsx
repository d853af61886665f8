import type { Verdict, Which } from '@clew/rules';
import type { JSX } from 'preact';
import {
  CheckMark,
  DateText,
  type FieldProblem,
  Folded,
  FormPage,
  MarksKey,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  Table,
  TextArea,
  useWords,
  type Words,
} from '../../web/index.ts';
import { verdictWord } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { isMove, type ReformResult, SimulationResult } from '../simulate/index.ts';
import { Reaches } from './reaches.tsx';

/** The two fields in which results are pasted. */
const RESULT_FIELDS = ['one', 'two'] as const;

/** The longest text of one field that is read, in characters. */
const LONGEST = 100_000;
/** More lists of reforms than anybody compares on one page. */
const MOST_LISTS = 30;

type CellTable = ReformResult['moves'][Which];

const VERDICTS: readonly Verdict[] = ['yes', 'no', 'unknown'];

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

type Shown = { results: readonly SimulationResult[]; said: LawWords };

/** Who moves from what to what, in one count or two beside each other; that it is hypothetical stands first. */
export function PopulationResults({ results, said }: Shown): JSX.Element {
  const { t, language } = useWords();
  const lists = listsOf(results);
  // Making one is slow, and a page has thousands of cells.
  const figures = new Intl.NumberFormat(language);
  const isOneLaw = results.every(({ law }) => law === results[0]?.law);
  return (
    <>
      <Note kind="unchecked" title={t('law.reforms.hypothetical')} level={2}>
        <p>{t('law.reforms.hypothetical-why')}</p>
        <p>{t('law.reforms.floor', { floor: results[0]?.floor ?? 10 })}</p>
        {!isOneLaw && <p>{t('law.reforms.other-law')}</p>}
      </Note>
      <ul class="read">
        {results.map((result, index) => (
          <li key={index}>
            <bdi>{result.file.name}</bdi>: {t('law.reforms.records', { count: result.file.records })},{' '}
            <DateText day={result.on} />, <bdi>{result.law.slice(0, 16)}</bdi>
          </li>
        ))}
      </ul>
      {lists.slice(0, MOST_LISTS).map((list) => (
        <Part
          key={list.join()}
          id={`with-${list.join('-')}`}
          title={list.map((id) => said.reform(id)).join(' + ')}
        >
          <Reaches {...{ list, results, said }} />
          <SourceMarks
            of={list.flatMap(
              (id) =>
                results.flatMap(({ reforms }) => reforms).find((one) => one.id === id && one.sources)
                  ?.sources ?? [],
            )}
            said={said}
          />
          <Moves list={list} results={results} said={said} figures={figures} />
        </Part>
      ))}
      {lists.length > MOST_LISTS && (
        <p>{t('law.reforms.more-lists', { shown: MOST_LISTS, count: lists.length })}</p>
      )}
      <MarksKey />
    </>
  );
}

/** Every list of reforms that a result has, once. */
function listsOf(results: readonly SimulationResult[]): string[][] {
  const lists = new Map<string, string[]>();
  for (const { provisions } of results)
    for (const { groups } of provisions)
      for (const { reforms } of groups[0]?.reforms ?? []) lists.set(reforms.join(), reforms);
  return [...lists.values()];
}

type OfList = Shown & { list: readonly string[]; figures: Intl.NumberFormat };

function Moves({ list, results, said, figures }: OfList): JSX.Element {
  const { t } = useWords();
  const ids = [...new Set(results.flatMap((result) => movedIn(result, list)))];
  return (
    <>
      {ids.length === 0 && <p>{t('law.reforms.nobody')}</p>}
      {ids.map((id) => (
        <section key={id}>
          <h3>{labelOf(id, results, said)}</h3>
          <SourceMarks of={sourcesOf(id, results)} said={said} />
          {results.map((result, index) => (
            <ProvisionMoves key={index} {...{ result, list, id, figures }} isNamed={results.length > 1} />
          ))}
        </section>
      ))}
    </>
  );
}

type Told = NonNullable<SimulationResult['provisions'][number]['sources']>;

function sourcesOf(id: string, results: readonly SimulationResult[]): Told {
  return (
    results.flatMap(({ provisions }) => provisions).find((one) => one.id === id && one.sources)?.sources ?? []
  );
}

/** What something rests on, with a mark where no named person has checked it, as the result tells it. */
function SourceMarks({ of, said }: { of: Told; said: LawWords }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <p class="small">
      {of.map(({ ref, status }, index) => {
        const [instrument = '', anchor = ''] = ref.split('#');
        return (
          <span key={ref}>
            {index > 0 && '; '}
            {said.instrument(instrument)}, <bdi>{anchor}</bdi> <CheckMark of={status} />
          </span>
        );
      })}
    </p>
  );
}

/** A duty that only a reform has is called as the result calls it. */
function labelOf(id: string, results: readonly SimulationResult[], said: LawWords): string {
  const { rules, duties, values } = said.law;
  if (rules[id] || duties[id] || values[id]) return said.rule(id);
  return results.flatMap(({ provisions }) => provisions).find((one) => one.id === id)?.label ?? id;
}

function movedIn({ provisions }: SimulationResult, list: readonly string[]): string[] {
  return provisions
    .filter((one) =>
      one.groups.some(({ reforms }) =>
        reforms.some((each) => each.reforms.join() === list.join() && isMove(each)),
      ),
    )
    .map(({ id }) => id);
}

function find(reforms: readonly ReformResult[], list: readonly string[]): ReformResult | undefined {
  return reforms.find((one) => one.reforms.join() === list.join());
}

type OfProvision = {
  result: SimulationResult;
  list: readonly string[];
  id: string;
  figures: Intl.NumberFormat;
  isNamed: boolean;
};

function ProvisionMoves({ result, list, id, figures, isNamed }: OfProvision): JSX.Element | null {
  const words = useWords();
  const provision = result.provisions.find((one) => one.id === id);
  const [all, ...groups] = provision?.groups ?? [];
  const found = all && find(all.reforms, list);
  if (!found) return null;
  const isSame = JSON.stringify(found.moves.strict) === JSON.stringify(found.moves.burden);
  const name = isNamed ? `${result.file.name}: ` : '';
  const caption = (key: PlainKey) => `${name}${words.t(key)}`;
  return (
    <>
      <MovesTable
        table={found.moves.burden}
        caption={caption(isSame ? 'law.reforms.both' : 'law.reforms.burden')}
        result={result}
        figures={figures}
      />
      {!isSame && (
        <MovesTable
          table={found.moves.strict}
          caption={caption('law.reforms.strict')}
          result={result}
          figures={figures}
        />
      )}
      {groups.length > 0 && (
        <Folded title={words.t('law.reforms.groups')} note={String(groups.length)}>
          {groups.map((group) => {
            const inGroup = find(group.reforms, list);
            if (!inGroup) return null;
            return (
              <MovesTable
                key={group.group}
                table={inGroup.moves.burden}
                caption={groupName(result, group.group, words)}
                result={result}
                figures={figures}
              />
            );
          })}
        </Folded>
      )}
    </>
  );
}

function groupName({ groups }: SimulationResult, index: number, { t }: Words): string {
  const group = groups[index];
  if (!group || group.column === null) return '';
  const value =
    group.others > 0
      ? t('law.reforms.others', { count: group.others })
      : group.value || t('law.reason.not-recorded');
  return `${group.column}: ${value} (${group.records})`;
}

type TableProps = { table: CellTable; caption: string; result: SimulationResult; figures: Intl.NumberFormat };

/** Three by three: a row a verdict before, a column a verdict after. */
function MovesTable({ table, caption, result, figures }: TableProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Table
      caption={caption}
      columns={[
        { label: t('law.reforms.before') },
        ...VERDICTS.map((to) => ({
          label: t('law.reforms.after-is', { verdict: verdictWord(to, words) }),
          isFigure: true,
        })),
      ]}
      rows={VERDICTS.map((from) => [
        verdictWord(from, words),
        ...VERDICTS.map((to) => cellWords(table[from][to], { result, words, figures, isMove: from !== to })),
      ])}
    />
  );
}

type Celled = { result: SimulationResult; words: Words; figures: Intl.NumberFormat; isMove: boolean };

function cellWords(
  cell: CellTable[Verdict][Verdict],
  { result, words, figures, isMove }: Celled,
): JSX.Element | string {
  const { t } = words;
  if (cell === 'few') return t('law.reforms.few', { floor: result.floor });
  if (cell === 'withheld') return t('law.reforms.withheld');
  const number = figures.format(cell);
  return isMove && cell > 0 ? <b>{number}</b> : number;
}
