import type { JSX } from 'preact';
import { LANGUAGE_FACTS, LANGUAGES, type Language } from '../language.ts';
import type { OpenForm } from '../page.ts';
import { hrefIn } from '../words.ts';
import { useWords } from '../words-context.ts';

interface LanguagesProps {
  /** The page to show in the other language, without its language. */
  path: string;
  /** What was typed or chosen to get this page; it travels along, so that a change of language loses nothing. */
  typed?: URLSearchParams | undefined;
  /** The page's own form, if it may hold what was not sent yet: it is sent instead of `typed`. */
  openForm?: OpenForm | undefined;
  /** Set where a page shows the languages a second time; the bar leads to the first. */
  label?: string;
}

/** Every language by its own greeting, its own name under it. */
export function Languages({ path, typed, openForm, label }: LanguagesProps): JSX.Element {
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
            {openForm !== undefined ? (
              <LanguageButton
                language={other}
                current={other === language}
                form={openForm.id}
                formaction={hrefIn(other, openForm.path ?? path)}
                formmethod="post"
                name={openForm.name}
                value={openForm.value}
              />
            ) : carried.length === 0 ? (
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
  return (
    <form method="post" action={hrefIn(props.language, props.path)} autocomplete="off">
      <Carried values={props.carried} />
      <LanguageButton language={props.language} current={props.current} />
    </form>
  );
}

/** Sends the form that it stands in, or the one it names. */
function LanguageButton(props: {
  language: Language;
  current: boolean;
  form?: string;
  formaction?: string;
  formmethod?: 'post';
  name?: string;
  value?: string;
}): JSX.Element {
  const { language, current, ...sent } = props;
  return (
    <button
      type="submit"
      lang={language}
      dir={LANGUAGE_FACTS[language].direction}
      aria-current={current ? 'true' : undefined}
      {...sent}
    >
      <Greeting language={language} />
    </button>
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
