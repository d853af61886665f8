import type { JSX } from 'preact';
import { LANGUAGE_FACTS, LANGUAGES, type Language } from '../language.ts';
import { hrefIn } from '../words.ts';
import { useWords } from '../words-context.ts';

interface LanguagesProps {
  /** The page to show in the other language, without its language. */
  path: string;
  /** What was typed or chosen to get this page; it travels along, so that a change of language loses nothing. */
  typed?: URLSearchParams | undefined;
  /** Set where a page shows the languages a second time; the bar leads to the first. */
  label?: string;
}

/** Every language by its own greeting, its own name under it. */
export function Languages({ path, typed, label }: LanguagesProps): JSX.Element {
  const { language, t } = useWords();
  const carried = typed === undefined ? [] : [...typed];
  return (
    <nav
      id={label === undefined ? 'languages' : undefined}
      class="noprint"
      aria-label={label ?? t('shell.language')}
    >
      <ul class="greet">
        {LANGUAGES.map((other) => (
          <li key={other}>
            {carried.length === 0 ? (
              <LanguageLink language={other} path={path} current={other === language} />
            ) : (
              <LanguageForm language={other} path={path} carried={carried} current={other === language} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LanguageLink(props: { language: Language; path: string; current: boolean }): JSX.Element {
  const { direction } = LANGUAGE_FACTS[props.language];
  return (
    <a
      href={hrefIn(props.language, props.path)}
      lang={props.language}
      hreflang={props.language}
      dir={direction}
      aria-current={props.current ? 'true' : undefined}
    >
      <Greeting language={props.language} />
    </a>
  );
}

/** A page that answered a form is not at an address: its language changes by sending the same form again. */
function LanguageForm(props: {
  language: Language;
  path: string;
  current: boolean;
  carried: [string, string][];
}): JSX.Element {
  const { direction } = LANGUAGE_FACTS[props.language];
  return (
    <form method="post" action={hrefIn(props.language, props.path)} autocomplete="off">
      <Carried values={props.carried} />
      <button
        type="submit"
        lang={props.language}
        dir={direction}
        aria-current={props.current ? 'true' : undefined}
      >
        <Greeting language={props.language} />
      </button>
    </form>
  );
}

function Greeting({ language }: { language: Language }): JSX.Element {
  const { greeting, name } = LANGUAGE_FACTS[language];
  return (
    <>
      <b>{greeting}</b>
      <small>{name}</small>
    </>
  );
}

/** What was typed before, carried through a form that does not show it. */
export function Carried({ values }: { values: Iterable<[string, string]> }): JSX.Element {
  return (
    <>
      {[...values].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
