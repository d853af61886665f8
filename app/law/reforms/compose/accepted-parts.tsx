import type { Day, Example, ExampleAnswer, Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Folded,
  Note,
  PageLink,
  Part,
  type PlainKey,
  Table,
  useWords,
  type Words,
} from '../../../web/index.ts';
import type { Touched } from '../../diff/touched.ts';
import { answerWord, verdictWord } from '../../explanation.tsx';
import { type LawWords, lawWordsIn } from '../../law-words.ts';
import { stateName } from '../../state-choices.ts';
import { type BeforeAfter, BeforeAfterParts } from '../before-after/index.ts';
import { operationWords } from '../operation-words.ts';
import { WhomItReaches } from '../whom-it-reaches.tsx';
import type { DecisionEffect, Effect } from './effect.ts';

export type AcceptedProps = {
  /** The law with the reform beside its own. */
  law: Law;
  id: string;
  /** The name of its file. */
  name: string;
  effect: Effect;
  /** The day for which is told whom it could reach. */
  on: Day;
  /** The case that was pasted, before and after. */
  found?: BeforeAfter;
};

/** What an accepted reform would do: to the law in every case, to the judgments, to a case, and how to count it. */
export function AcceptedParts({ law, id, name, effect, on, found }: AcceptedProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const said = lawWordsIn(law, words.language);
  const overlay = law.overlays[id];
  return (
    <>
      <Note kind="worth-knowing" title={t('compose.accepted')} level={2}>
        <p>{t('compose.accepted-why')}</p>
        <p>{t('before-after.hypothetical')}</p>
      </Note>
      {overlay && (
        <Part id="says" title={said.reform(id)}>
          <ul class="read">
            {overlay.ops.map((operation, index) => (
              <li key={index}>{operationWords(operation, words, said)}</li>
            ))}
          </ul>
          {overlay.noEffect !== undefined && (
            <p class="read">{t('law.reforms.no-effect', { why: overlay.noEffect })}</p>
          )}
          <WhomItReaches overlay={overlay} said={said} on={on} />
        </Part>
      )}
      <TouchedPart
        touched={effect.touched}
        targets={overlay?.ops.map(({ target }) => target) ?? []}
        said={said}
      />
      <DecisionsPart effect={effect} said={said} />
      {found && <BeforeAfterParts found={found} said={lawWordsIn(found.after.law, words.language)} />}
      <Population id={id} name={name} />
    </>
  );
}

const EFFECTS: Readonly<Record<Touched['effect'], PlainKey>> = {
  narrower: 'compose.effect.narrower',
  wider: 'compose.effect.wider',
  both: 'compose.effect.both',
  may: 'compose.effect.may',
};

/** So many stand in sight; the others fold. */
const SHOWN = 10;

type TouchedProps = { touched: readonly Touched[]; targets: readonly string[]; said: LawWords };

/** What means something else, proved over every case: what was changed itself first, then what protects. */
function TouchedPart({ touched, targets, said }: TouchedProps): JSX.Element {
  const { t } = useWords();
  const rank = ({ id, protects }: Touched) => (targets.includes(id) ? 0 : protects ? 1 : 2);
  const here = touched.filter(({ state }) => state === undefined).toSorted((a, b) => rank(a) - rank(b));
  const there = touched.filter(({ state }) => state !== undefined);
  const rest = here.slice(SHOWN);
  return (
    <Part id="touched" title={t('compose.touched')}>
      <p>{t(touched.length === 0 ? 'compose.touched-none' : 'compose.touched-how')}</p>
      <TouchedTable touched={here.slice(0, SHOWN)} said={said} caption={t('compose.touched')} />
      {rest.length > 0 && (
        <Folded title={t('compose.touched-rest')} note={t('library.count', { count: rest.length })}>
          <TouchedTable touched={rest} said={said} caption={t('compose.touched-rest')} />
        </Folded>
      )}
      {there.length > 0 && (
        <Folded title={t('compose.in-states')} note={t('library.count', { count: there.length })}>
          <TouchedTable touched={there} said={said} caption={t('compose.in-states')} />
        </Folded>
      )}
    </Part>
  );
}

/** More than anybody reads on one page. */
const MOST_TOUCHED = 60;

type TableProps = { touched: readonly Touched[]; said: LawWords; caption: string };

function TouchedTable({ touched, said, caption }: TableProps): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  if (touched.length === 0) return null;
  const more = touched.length - MOST_TOUCHED;
  return (
    <>
      <Table
        caption={caption}
        isCaptionHidden
        columns={[
          { label: t('compose.column-what') },
          { label: t('compose.column-effect') },
          { label: t('compose.column-example') },
        ]}
        rows={touched
          .slice(0, MOST_TOUCHED)
          .map((one) => [
            `${said.rule(one.id)}${one.state === undefined ? '' : ` (${stateName(one.state, language)})`}`,
            t(EFFECTS[one.effect]),
            exampleOf(one, { words, said }),
          ])}
      />
      {more > 0 && <p class="small">{t('compose.more', { count: more })}</p>}
    </>
  );
}

type Drawing = { words: Words; said: LawWords };

/** Answers with which it comes out otherwise. A number or a strength has none: what changed is told as the law tells it. */
function exampleOf({ lost, won, why }: Touched, drawing: Drawing): JSX.Element {
  const { t } = drawing.words;
  if (!lost && !won) return <bdi lang="en">{why}</bdi>;
  return (
    <>
      {lost && <p>{t('compose.lost', { answers: answersIn(lost, drawing) })}</p>}
      {won && <p>{t('compose.won', { answers: answersIn(won, drawing) })}</p>}
    </>
  );
}

function answersIn(example: Example, { words, said }: Drawing): string {
  if (example.length === 0) return words.t('compose.no-answer');
  const text = (one: ExampleAnswer) => {
    const answer = answerWord(one.answer, words);
    if (one.kind === 'people') return `${one.told}: ${answer}`;
    const { label } = said.fact(one.fact);
    return `${one.kind === 'years' ? words.t('law.years-since', { fact: label }) : label}: ${answer}`;
  };
  return example.map(text).join('; ');
}

/** More than anybody reads of one judgment. */
const MOST_RULES = 6;

function DecisionsPart({ effect, said }: { effect: Effect; said: LawWords }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { decisions, tried } = effect;
  return (
    <Part id="decisions" title={t('compose.decisions')}>
      <p>{t('compose.decisions-tried', { tried, changed: decisions.length })}</p>
      {decisions.length > 0 && (
        <Table
          caption={t('compose.decisions')}
          isCaptionHidden
          columns={[
            { label: t('compose.column-decision') },
            { label: t('states.column-state') },
            { label: t('compose.column-changes') },
          ]}
          rows={decisions.map((one) => [
            <PageLink key={one.id} path={`/law/decisions/${one.id}`}>
              {one.title}
            </PageLink>,
            stateName(one.state, language),
            changesIn(one, { words, said }),
          ])}
        />
      )}
    </Part>
  );
}

function changesIn({ changed }: DecisionEffect, { words, said }: Drawing): JSX.Element {
  const { t } = words;
  const word = (verdict: DecisionEffect['changed'][number]['before']) =>
    verdict === 'none' ? t('before-after.none') : verdictWord(verdict, words);
  const more = changed.length - MOST_RULES;
  return (
    <>
      {changed.slice(0, MOST_RULES).map(({ id, before, after }) => (
        <p key={id}>
          {t('compose.from-to', { rule: said.rule(id), before: word(before), after: word(after) })}
        </p>
      ))}
      {more > 0 && <p>{t('compose.more', { count: more })}</p>}
    </>
  );
}

/** How the reform is counted for a population: on a machine where the records lie, never here. */
function Population({ id, name }: { id: string; name: string }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="population" title={t('law.reforms.population')}>
      <p>{t('compose.population')}</p>
      <pre tabindex={0} dir="ltr">
        <code>{`npx clew law check ${name}.md\nnpx clew simulate --with ${name}.md --reform ${id} --population FILE --moves`}</code>
      </pre>
      <p>
        <PageLink path="/law/reforms/population">{t('law.reforms.to-population')}</PageLink>
      </p>
    </Part>
  );
}
