import type { JSX } from 'preact';
import { Button, type PlainKey, useWords } from '../../web/index.ts';
import type { AskedDay } from '../asked-day.tsx';
import { WEIGHT_KEYS } from '../helpful/weight-words.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { type DecisionsRequest, ORDERS, WEIGHTS } from './decisions-request.ts';
import { issueWord } from './issues.ts';
import { courtOf } from './kinds.ts';
import { expectedBy } from './law-links.ts';
import type { Library } from './library.ts';
import { isTest } from './load-shelf.ts';
import { Pick } from './search-form.tsx';

/** What the form is of: the library, its words, what was asked, and the day on which decisions are weighed for a State. */
export type NarrowProps = { library: Library; said: LawWords; query: URLSearchParams; asked: AskedDay };

const ORDER_KEYS: Readonly<Record<DecisionsRequest['by'], PlainKey>> = {
  year: 'library.by-year',
  issue: 'library.by-issue',
  court: 'library.by-court',
};

type Options = { value: string; label: string }[];

/** By what the decisions can be narrowed, and in which order they stand. */
export function NarrowDecisions(props: NarrowProps): JSX.Element {
  const { t, href } = useWords();
  return (
    <form method="get" action={href('/law/decisions')} class="pick" autocomplete="off">
      <ByMatter {...props} />
      <ByWeight {...props} />
      <ByYear {...props} />
      <div class="field">
        <label for="by">{t('library.grouped-by')}</label>
        <select id="by" name="by">
          {ORDERS.map((by) => (
            <option key={by} value={by} selected={by === props.query.get('by')}>
              {t(ORDER_KEYS[by])}
            </option>
          ))}
        </select>
      </div>
      <Button kind="other">{t('library.show')}</Button>
    </form>
  );
}

/** What they are about, who gave them, and which rule they answered. */
function ByMatter({ library, said, query }: NarrowProps): JSX.Element {
  const { t, language } = useWords();
  const { decisions } = library.shelf;
  const issues = decisions.flatMap((one) => one.issues);
  const states = decisions.flatMap((one) => one.states);
  const rules = decisions.filter(isTest).flatMap(expectedBy);
  const options = (values: readonly string[], label: (value: string) => string) =>
    optionsOf(values, label, language);
  return (
    <>
      <Pick
        name="issue"
        label={t('library.search.issue')}
        chosen={query}
        options={options(issues, (issue) => issueWord(issue, t))}
      />
      <Pick
        name="court"
        label={t('library.search.court')}
        chosen={query}
        options={options(decisions.map(courtOf), (court) => court)}
      />
      <Pick
        name="state"
        label={t('library.state')}
        chosen={query}
        options={options(states, (state) => stateName(state, language))}
      />
      <Pick
        name="rule"
        label={t('helpful.rule')}
        chosen={query}
        options={options(rules, (rule) => said.rule(rule))}
      />
    </>
  );
}

/** Whose word they are, seen from a State on a day. */
function ByWeight({ library, query, asked }: NarrowProps): JSX.Element {
  const { t, language } = useWords();
  const states = Object.keys(library.law.states);
  return (
    <>
      <Pick
        name="there"
        label={t('helpful.there')}
        chosen={query}
        options={optionsOf(states, (state) => stateName(state, language), language)}
      />
      <Pick
        name="weight"
        label={t('helpful.weight')}
        chosen={query}
        options={WEIGHTS.map((value) => ({ value, label: t(WEIGHT_KEYS[value]) }))}
      />
      <div class="field">
        <label for="on">{t('states.on')}</label>
        {asked.isWrongDay && (
          <p class="wrong" id="on-wrong">
            {t('states.on-wrong')}
          </p>
        )}
        <input
          id="on"
          name="on"
          value={asked.values.get('on') ?? ''}
          {...(asked.isWrongDay ? { 'aria-invalid': 'true', 'aria-describedby': 'on-wrong' } : {})}
        />
      </div>
    </>
  );
}

function ByYear({ library, query }: NarrowProps): JSX.Element {
  const { t } = useWords();
  const years = [...new Set(library.shelf.decisions.map(({ decided }) => decided.slice(0, 4)))];
  const options = years
    .sort()
    .reverse()
    .map((value) => ({ value, label: value }));
  return (
    <>
      <Pick name="from" label={t('library.search.from')} chosen={query} options={options} />
      <Pick name="to" label={t('library.search.to')} chosen={query} options={options} />
    </>
  );
}

function optionsOf(values: readonly string[], label: (value: string) => string, language: string): Options {
  const order = new Intl.Collator(language);
  return [...new Set(values)]
    .map((value) => ({ value, label: label(value) }))
    .sort((a, b) => order.compare(a.label, b.label));
}
