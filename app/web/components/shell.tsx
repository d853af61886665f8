import type { ComponentChildren, JSX } from 'preact';
import type { PublicLanguage } from '../language.ts';
import type { OpenForm, StaffFrame } from '../page.ts';
import { useWords } from '../words-context.ts';
import { Languages } from './languages.tsx';
import { BlankPage, Leave } from './leave.tsx';
import { Note } from './note.tsx';
import { SafetyWords } from './safety-words.tsx';

/** What the shell knows about the site and about this page. */
interface ShellFacts {
  /** The title of the browser's tab. */
  readonly title: string;
  /** The page's path without its language. */
  readonly path: string;
  /** The languages that the page can be had in. */
  readonly languages: readonly PublicLanguage[];
  /** What stands after the path in the address: a search. */
  readonly query: string;
  /** What was typed to get here, if this page answers a form. */
  readonly typed: URLSearchParams | undefined;
  /** The form that a change of language sends, if this page has one. */
  readonly openForm: OpenForm | undefined;
  /** Bar and foot of a page for people who work here; undefined on public pages. */
  readonly frame: StaffFrame | undefined;
  readonly isDemo: boolean;
  /** True if `/law` is there to link to. */
  readonly hasLaw: boolean;
  /** Addresses of the style sheets and module scripts of this page. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** The whole document: skip link, leave, bar, main, foot. Pages for people who work here have no leave. */
export function Shell({ facts, children }: { facts: ShellFacts; children: ComponentChildren }): JSX.Element {
  const { tongue, direction, t } = useWords();
  return (
    <html lang={tongue} dir={direction}>
      <Head facts={facts} />
      <body class={facts.frame && 'desk'}>
        <a class="skip" href="#main">
          {t('shell.skip')}
        </a>
        {facts.frame?.bar ?? <Bar isHome={facts.path === '/'} />}
        <main id="main" class="page" tabindex={-1}>
          {facts.path === '/' && (
            <Languages path="/" languages={facts.languages} withDrafts={offersDrafts(facts)} />
          )}
          {facts.isDemo && <p class="demo">{t('shell.demo')}</p>}
          <DraftNote facts={facts} />
          {facts.frame?.notice}
          {children}
        </main>
        <Foot facts={facts} />
      </body>
    </html>
  );
}

/** A demo says of all of itself that it is one; whoever works here reads drafts as drafts. */
function offersDrafts({ isDemo, frame }: ShellFacts): boolean {
  return !isDemo && frame === undefined;
}

function Head({ facts }: { facts: ShellFacts }): JSX.Element {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <meta name="robots" content="noindex" />
      <title>{facts.title}</title>
      {facts.styles.map((address) => (
        <link key={address} rel="stylesheet" href={address} />
      ))}
      {facts.scripts.map((address) => (
        <script key={address} type="module" src={address} />
      ))}
    </head>
  );
}

function Bar({ isHome }: { isHome: boolean }): JSX.Element {
  const { t, href } = useWords();
  return (
    <header class="top">
      <Leave look="skip" />
      <div class="page">
        <a class="clew short" href={href('/')} aria-current={isHome ? 'page' : undefined}>
          Clew
        </a>
        <a class="tongue" href="#languages">
          {t('shell.language')}
        </a>
        <BlankPage />
        <Leave />
      </div>
    </header>
  );
}

/** A draft says so first, and leads to the English; a page where something is typed leads to the greetings. */
function DraftNote({ facts }: { facts: ShellFacts }): JSX.Element | null {
  const { isDraft, t, rich } = useWords();
  if (!isDraft) return null;
  const english =
    facts.typed === undefined && facts.openForm === undefined
      ? `/en${facts.path === '/' ? '' : facts.path + facts.query}`
      : '#languages';
  return (
    <Note kind="unchecked" title={t('shell.draft.title')}>
      <p>
        {rich('shell.draft.body', {
          link: (inner) => (
            <a href={english} hreflang="en">
              {inner}
            </a>
          ),
        })}
      </p>
      {facts.frame === undefined && (
        <p>
          <b>
            <SafetyWords of="shell.draft.offer" />
          </b>
        </p>
      )}
    </Note>
  );
}

function Foot({ facts }: { facts: ShellFacts }): JSX.Element {
  const { t, href } = useWords();
  const isHome = facts.path === '/';
  return (
    <footer class="foot">
      <div class="page">
        {!isHome && (
          <Languages
            path={facts.path + facts.query}
            languages={facts.languages}
            typed={facts.typed}
            openForm={facts.openForm}
            withDrafts={offersDrafts(facts)}
          />
        )}
        {facts.frame === undefined && facts.hasLaw && (
          <nav aria-label={t('shell.foot-links')}>
            <ul>
              <li>
                <a href={href('/law')}>{t('shell.law')}</a>
              </li>
            </ul>
          </nav>
        )}
        {facts.frame?.foot ?? <p>{t('shell.foot')}</p>}
      </div>
    </footer>
  );
}
