import { STRENGTHS } from '@clew/rules';
import type { JSX } from 'preact';
import { Button, type FieldProblem, Folded, PageLink, useWords } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { issueWord } from './issues.ts';
import { KIND_KEYS, KINDS } from './kinds.ts';
import type { Library } from './library.ts';
import { isEmptySearch, LONGEST_QUESTION, SEARCH, type SearchRequest } from './search-request.ts';

type SearchFormProps = {
  library: Library;
  said: LawWords;
  request: SearchRequest;
  /** What stands in the address, as it was typed. */
  query: URLSearchParams;
  problems: readonly FieldProblem[];
};

/** What is looked for and what narrows it. A plain form that leads to an address, so that a search can be kept. */
export function SearchForm(props: SearchFormProps): JSX.Element {
  const { t, href } = useWords();
  const { request, query, problems } = props;
  return (
    <form class="ask" method="get" action={href('/law')} autocomplete="off">
      <div class="field">
        <label for={SEARCH.words}>{t('library.search.label')}</label>
        <p class="hint" id="q-hint">
          {t('library.search.hint')}
        </p>
        <input
          type="search"
          id={SEARCH.words}
          name={SEARCH.words}
          dir="auto"
          maxlength={LONGEST_QUESTION}
          aria-describedby="q-hint"
          value={query.get(SEARCH.words) ?? ''}
        />
      </div>
      <Folded
        title={t('library.search.narrow')}
        level={2}
        isOpen={Object.keys(request.filters).length > 0 || problems.length > 0}
      >
        <NarrowFields {...props} />
      </Folded>
      <p class="btns">
        <Button>{t('library.search.go')}</Button>
        {!isEmptySearch(request) && <PageLink path="/law">{t('library.search.anew')}</PageLink>}
      </p>
    </form>
  );
}

function NarrowFields({ library, said, query, problems }: SearchFormProps): JSX.Element {
  const { t, language } = useWords();
  const { choices } = library;
  const order = new Intl.Collator(language);
  const sorted = (options: Option[]) => options.sort((a, b) => order.compare(a.label, b.label));
  return (
    <div class="pick">
      <Pick
        name={SEARCH.kind}
        label={t('library.search.kind')}
        chosen={query}
        options={KINDS.filter((kind) => choices.kinds.has(kind)).map((kind) => ({
          value: kind,
          label: t(KIND_KEYS[kind]),
        }))}
      />
      <Pick
        name={SEARCH.state}
        label={t('library.search.state')}
        chosen={query}
        options={sorted([...choices.states].map((value) => ({ value, label: stateName(value, language) })))}
      />
      <Pick
        name={SEARCH.instrument}
        label={t('library.search.instrument')}
        chosen={query}
        options={sorted(
          Object.keys(library.law.instruments).map((value) => ({ value, label: said.instrument(value) })),
        )}
      />
      <Pick
        name={SEARCH.strength}
        label={t('library.search.strength')}
        chosen={query}
        options={[...STRENGTHS, 'definition' as const].map((value) => ({
          value,
          label: t(STRENGTH_KEYS[value]),
        }))}
      />
      <Pick
        name={SEARCH.court}
        label={t('library.search.court')}
        chosen={query}
        options={sorted([...choices.courts].map((value) => ({ value, label: value })))}
      />
      <Pick
        name={SEARCH.issue}
        label={t('library.search.issue')}
        chosen={query}
        options={sorted([...choices.issues].map((value) => ({ value, label: issueWord(value, t) })))}
      />
      <Year name={SEARCH.from} label={t('library.search.from')} query={query} problems={problems} />
      <Year name={SEARCH.to} label={t('library.search.to')} query={query} problems={problems} />
    </div>
  );
}

type Option = { value: string; label: string };

/** One of several, or all of them. A choice that leads to nothing is not offered at all. */
export function Pick(props: {
  name: string;
  label: string;
  chosen: URLSearchParams;
  options: readonly Option[];
}): JSX.Element | null {
  const { t } = useWords();
  const { name, label, chosen, options } = props;
  if (options.length === 0) return null;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{t('library.search.all')}</option>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value} selected={value === chosen.get(name)}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Year(props: {
  name: string;
  label: string;
  query: URLSearchParams;
  problems: readonly FieldProblem[];
}): JSX.Element {
  const { name, label, query, problems } = props;
  const problem = problems.find((one) => one.name === name);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {problem && (
        <p class="wrong" id={`${name}-wrong`}>
          {problem.message}
        </p>
      )}
      <input
        type="text"
        inputmode="numeric"
        id={name}
        name={name}
        dir="ltr"
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={problem ? `${name}-wrong` : undefined}
        value={query.get(name) ?? ''}
      />
    </div>
  );
}
