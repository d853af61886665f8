import type { ComponentChildren, JSX } from 'preact';
import { isUnchecked } from '../catalogues.ts';
import { LANGUAGE_FACTS, type PublicLanguage } from '../language.ts';
import type { OpenForm } from '../page.ts';
import { hrefIn, wordsIn } from '../words.ts';
import { useWords } from '../words-context.ts';

interface LanguagesProps {
  /** The page to show in the other language, without its language. */
  path: string;
  /** The languages that the page can be had in. */
  languages: readonly PublicLanguage[];
  /** What was typed or chosen to get this page; it travels along, so that a change of language loses nothing. */
  typed?: URLSearchParams | undefined;
  /** The page's own form, if it may hold what was not sent yet: it is sent instead of `typed`. */
  openForm?: OpenForm | undefined;
  /** Set where a page shows the languages a second time; the bar leads to the first. */
  label?: string;
  /** Whether a language in which no speaker has read what safety hangs on is offered as a draft. */
  withDrafts: boolean;
}

/** Every language by its own greeting, its own name under it, and that it is a draft while it is one. */
export function Languages(props: LanguagesProps): JSX.Element {
  const { path, languages, typed, openForm, label, withDrafts } = props;
  const { tongue, t } = useWords();
  const carried = typed === undefined ? [] : [...typed];
  const sends = openForm !== undefined || carried.length > 0;
  const list = (
    <ul class="greet">
      {languages.map((language) => (
        <li key={language}>
          <Offer
            language={language}
            isCurrent={language === tongue}
            href={hrefIn(language, openForm?.path ?? path)}
            sends={sends}
            openForm={openForm}
          >
            <Greeting language={language} isDraft={withDrafts && isUnchecked(language)} />
          </Offer>
        </li>
      ))}
    </ul>
  );
  return (
    <nav
      id={label === undefined ? 'languages' : undefined}
      class="noprint"
      aria-label={label ?? t('shell.language')}
    >
      {openForm === undefined && sends ? (
        // A page that answered a form is not at an address: its language changes by sending the same form again.
        <form method="post" action={hrefIn(tongue, path)} autocomplete="off">
          <Carried values={carried} />
          {list}
        </form>
      ) : (
        list
      )}
      {withDrafts && languages.some(isUnchecked) && <DraftsNote />}
    </nav>
  );
}

interface OfferProps {
  language: PublicLanguage;
  isCurrent: boolean;
  href: string;
  /** Whether it sends a form: the one it stands in, or `openForm`. */
  sends: boolean;
  openForm: OpenForm | undefined;
  children: ComponentChildren;
}

function Offer({ language, isCurrent, href, sends, openForm, children }: OfferProps): JSX.Element {
  const shared = {
    lang: language,
    dir: LANGUAGE_FACTS[language].direction,
    'aria-current': isCurrent ? ('true' as const) : undefined,
  };
  if (!sends)
    return (
      <a href={href} hreflang={language} {...shared}>
        {children}
      </a>
    );
  return (
    <button
      type="submit"
      form={openForm?.id}
      name={openForm?.name}
      value={openForm?.value}
      formaction={href}
      formmethod="post"
      {...shared}
    >
      {children}
    </button>
  );
}

function Greeting({ language, isDraft }: { language: PublicLanguage; isDraft: boolean }): JSX.Element {
  const { greeting, name } = LANGUAGE_FACTS[language];
  return (
    <>
      <b>{greeting}</b>
      <small>{name}</small>
      {isDraft && <small class="unread">{wordsIn(language).safety('shell.draft.offer').text}</small>}
    </>
  );
}

/** The same in English, once below the list: for whoever helps to choose. */
function DraftsNote(): JSX.Element {
  const { t } = wordsIn('en');
  return (
    <p class="small soft" lang="en" dir="ltr">
      {t('shell.draft.offers')}
    </p>
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
