import { isValidElement, type VNode } from 'preact';
import type { PlainKey } from './catalogues.ts';
import type { FaultNotice } from './fault.ts';
import { LANGUAGES, PUBLIC_LANGUAGES, type PublicLanguage } from './language.ts';
import type { Words } from './words.ts';

/** One request for a page, as a room sees it. */
export interface Visit {
  readonly words: Words;
  /** The page's path without its language: `/law/palermo-protocol`. */
  readonly path: string;
  /** What stands in the path where the page's own path has a `:name`; anything, so parse it. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was typed or chosen; empty for a page that was only asked for. */
  readonly form: URLSearchParams;
  /** The file of a page with `stream`, as it arrives: its bytes, once. Undefined where none came. */
  readonly file?: AsyncIterable<Buffer> | undefined;
  /** A cookie that `showPage` or `redirectTo` gave; undefined where none came, and on every page without `cookies`. */
  readonly cookie: (name: string) => string | undefined;
  /** Does work that takes nothing of this process, such as a thread’s: a page that waits in line gives up its place, and others go on meanwhile. */
  readonly apart: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Something that the browser brings back to pages with `cookies`: no script reads it, no other site makes it come. Gone
 * when the browser is closed, or after `maxAge` seconds; 0 takes it back.
 */
export interface Cookie {
  readonly name: string;
  /** Letters, digits and `-_.~` alone. */
  readonly value: string;
  readonly maxAge?: number | undefined;
  /** With `maxAge` 0: the browser is told to forget everything else it has of this site too, but for other cookies. */
  readonly endsVisit?: boolean;
}

/** A form of the page that may hold what was not sent yet, and the field that says to show it again as it stands. */
export interface OpenForm {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Where it is sent, without its language, if not to the page's own address. */
  readonly path?: string;
}

/** What a page answers: its body alone, or `showPage`, `redirectTo`, `sendFile`, `showFault` or `notFound`. */
export type Answer = VNode | PageAnswer | RedirectAnswer | FileAnswer | FaultAnswer | NotFound;

/** What stands round the body of a page for people who work here, in place of the public bar and foot. */
export interface StaffFrame {
  readonly bar: VNode;
  readonly foot: VNode;
  /** What is told above whatever the page is about. */
  readonly notice?: VNode | undefined;
  /** Where a page that went wrong leads to begin anew, if not to the public first page. */
  readonly first?: `/${string}`;
}

/** A script that a page for people who work here may have, by the name of its island. */
export type PageScript = 'passkey';

interface PageAnswer {
  readonly kind: 'page';
  readonly body: VNode;
  readonly status: number;
  readonly title: string | undefined;
  readonly openForm: OpenForm | undefined;
  readonly frame: StaffFrame | undefined;
  readonly script: PageScript | undefined;
  readonly cookies: readonly Cookie[];
}
interface RedirectAnswer {
  readonly kind: 'redirect';
  readonly path: string;
  readonly cookies: readonly Cookie[];
}
interface FileAnswer {
  readonly kind: 'file';
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}
interface FaultAnswer {
  readonly kind: 'fault';
  readonly fault: FaultNotice;
  readonly frame?: StaffFrame | undefined;
}
interface NotFound {
  readonly kind: 'not-found';
  readonly frame?: StaffFrame | undefined;
}

/** A page of the site, under `/path` and under one path a language: `/en/path`, `/fr/path`, `/ar/path`. */
export interface Page {
  /** Starts with `/`; a part like `:article` matches anything but a slash. */
  readonly path: `/${string}`;
  readonly method: 'get' | 'post';
  /** What a visitor does here, for the one function that decides who may: `law.read`, `public.read`. */
  readonly action: string;
  /** The title of the browser's tab. Survivors' pages take `shell.title`, which says nothing. */
  readonly title: PlainKey;
  /** True for a page of the public side that can be had in every public language; others only in those that all pages have. */
  readonly inEveryLanguage?: true;
  /** True for a page behind a sign-in: it alone is given cookies and may give them. */
  readonly cookies?: boolean;
  /** True for a public page that costs much to draw: it waits in line, as every public form does; false for one that has a line of its own. */
  readonly costly?: boolean;
  /**
   * So many bytes long is every answer of the page, filled up and not compressed, so that its length tells nobody on the line
   * what it says; an answer that is longer already becomes the next multiple.
   */
  readonly bytes?: number;
  /**
   * For a page that is the same for everybody who reads it in one language: what else it hangs on, such as the day. It is drawn
   * once for each, and kept in memory.
   */
  readonly still?: () => string;
  /** Fields of its form that go into no other page, however the answer comes out: passphrases and codes. */
  readonly secrets?: readonly string[];
  /** Secrets that the page for a fault sends again with the rest all the same, and only there: what says that a form is ours. */
  readonly again?: readonly string[];
  /**
   * For a form that may bring a text file (`FormPage` with `hasFile`): the field it stands under. Its text arrives in the
   * visit's `form`; its name is dropped and it is kept nowhere. Without it such forms are refused.
   */
  readonly file?: string;
  /**
   * For a form that may bring a large file: the field it stands under, last of all, and the most bytes that may come. It is read while
   * it arrives, from the visit's `file`, and what the page does not read is not read.
   */
  readonly stream?: { readonly field: string; readonly limit: number };
  /** Draws the page. What it throws becomes a page that says nothing of the inside. */
  readonly render: (visit: Visit) => Answer | Promise<Answer>;
}

/** Declares a page. It is served once it is among `createSite`'s pages, which refuses it without an action. */
export function definePage(page: Page): Page {
  return Object.freeze({ ...page });
}

interface PageOptions {
  status?: number;
  title?: string;
  openForm?: OpenForm;
  frame?: StaffFrame;
  script?: PageScript | undefined;
  cookies?: readonly Cookie[];
}

/**
 * A page with a status other than 200, or with a title of its own. With `openForm` a change of language sends that
 * form, so that what was chosen and not sent yet is not lost. With `frame` it is a page for people who work here: what
 * was sent to get it does not travel along when the language changes; such a page has no script but the one it names.
 */
export function showPage(body: VNode, options: PageOptions = {}): PageAnswer {
  const { status = 200, title, openForm, frame, script, cookies = [] } = options;
  return { kind: 'page', body, status, title, openForm, frame, script, cookies };
}

/** Leads on to another page of the site, by its path without the language, with its search if it has one. */
export function redirectTo(path: `/${string}`, cookies: readonly Cookie[] = []): RedirectAnswer {
  return { kind: 'redirect', path, cookies };
}

/**
 * A file to keep instead of a page. It lies on the person's device under its name, so the name says nothing: `notes.pdf`.
 * Throws on a name that is more than letters, digits, hyphens and one ending.
 */
export function sendFile(file: Omit<FileAnswer, 'kind'>): FileAnswer {
  if (!/^[a-z0-9-]+\.[a-z0-9]+$/.test(file.name))
    throw new Error(`"${file.name}" cannot be the name of a file. Write it like notes.pdf.`);
  return { kind: 'file', ...file };
}

/** The page for something that cannot be done just now. It carries what was sent, with a button that sends it again. */
export function showFault(fault: FaultNotice): FaultAnswer {
  return { kind: 'fault', fault };
}

/** The page for something that is not there. */
export function notFound(): NotFound {
  return { kind: 'not-found' };
}

/** The answer with its kind; a bare body becomes a page with status 200. */
export function settleAnswer(answer: Answer): Exclude<Answer, VNode> {
  return isValidElement(answer) ? showPage(answer) : (answer as Exclude<Answer, VNode>);
}

/**
 * Throws if a page may not start: no action, an action that is not among `actions`, a path that is not one, or two pages
 * for one method and path. A route that nobody decided about is open to everybody, so it must not exist.
 */
export function checkPages(pages: readonly Page[], actions: ReadonlySet<string>): void {
  const taken = new Set<string>();
  for (const page of pages) {
    const name = `${page.method.toUpperCase()} ${page.path}`;
    if (typeof page.action !== 'string' || !/^[a-z]+(\.[a-z-]+)+$/.test(page.action))
      throw new Error(`The page ${name} declares no action. Give it one, such as "law.read".`);
    if (!actions.has(page.action))
      throw new Error(
        `The page ${name} declares the action "${page.action}", which is not in the list of actions that the node decides about.`,
      );
    if (!/^\/([a-z0-9:-]+(\/[a-z0-9:-]+)*)?$/i.test(page.path) || RESERVED.test(page.path))
      throw new Error(`The page ${name} cannot have this path. Use words and hyphens, not a reserved word.`);
    if (taken.has(name)) throw new Error(`Two pages answer ${name}. Keep one.`);
    taken.add(name);
  }
}

const RESERVED = new RegExp(`^/(${PUBLIC_LANGUAGES.join('|')}|api|assets|health|x)(/|$)`, 'i');

/** The languages that a page can be had in. */
export function languagesOf({ inEveryLanguage }: Pick<Page, 'inEveryLanguage'>): readonly PublicLanguage[] {
  return inEveryLanguage ? PUBLIC_LANGUAGES : LANGUAGES;
}
