import type { JSX } from 'preact';
import { CheckMark, DateText, MarksKey, Note, Part, useWords } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { isMove, type SimulationResult } from '../simulate/index.ts';
import { ProvisionMoves } from './provision-moves.tsx';
import { Reaches } from './reaches.tsx';

/** More lists of reforms than anybody compares on one page. */
const MOST_LISTS = 30;

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
