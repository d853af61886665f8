import { isValidElement, type VNode } from 'preact';
import type { FaultNotice } from './fault.ts';
import type { PlainKey, Words } from './words.ts';

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
}

/** A form of the page that may hold what was not sent yet, and the field that says to show it again as it stands. */
export interface OpenForm {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** What a page answers: its body alone, or `showPage`, `sendFile`, `showFault` or `notFound`. */
export type Answer = VNode | PageAnswer | FileAnswer | FaultAnswer | NotFound;

interface PageAnswer {
  readonly kind: 'page';
  readonly body: VNode;
  readonly status: number;
  readonly title: string | undefined;
  readonly openForm: OpenForm | undefined;
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
}
interface NotFound {
  readonly kind: 'not-found';
}

/** A page of the site, under `/path` and under `/en/path`, `/fr/path`, `/ar/path`. */
export interface Page {
  /** Starts with `/`; a part like `:article` matches anything but a slash. */
  readonly path: `/${string}`;
  readonly method: 'get' | 'post';
  /** What a visitor does here, for the one function that decides who may: `law.read`, `public.read`. */
  readonly action: string;
  /** The title of the browser's tab. Survivors' pages take `shell.title`, which says nothing. */
  readonly title: PlainKey;
  /** Draws the page. What it throws becomes a page that says nothing of the inside. */
  readonly render: (visit: Visit) => Answer | Promise<Answer>;
}

/** Declares a page. It is served once it is among `createSite`'s pages, which refuses it without an action. */
export function definePage(page: Page): Page {
  return Object.freeze({ ...page });
}

/**
 * A page with a status other than 200, or with a title of its own. With `openForm` a change of language sends that
 * form, so that what was chosen and not sent yet is not lost.
 */
export function showPage(
  body: VNode,
  options: { status?: number; title?: string; openForm?: OpenForm } = {},
): PageAnswer {
  const { status = 200, title, openForm } = options;
  return { kind: 'page', body, status, title, openForm };
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
 * Throws if a page may not start: no action, a path that is not one, or two pages for one method and path.
 * A route that nobody decided about is open to everybody, so it must not exist.
 */
export function checkPages(pages: readonly Page[]): void {
  const taken = new Set<string>();
  for (const page of pages) {
    const name = `${page.method.toUpperCase()} ${page.path}`;
    if (typeof page.action !== 'string' || !/^[a-z]+(\.[a-z-]+)+$/.test(page.action))
      throw new Error(`The page ${name} declares no action. Give it one, such as "law.read".`);
    if (!/^\/([a-z0-9:-]+(\/[a-z0-9:-]+)*)?$/i.test(page.path) || RESERVED.test(page.path))
      throw new Error(`The page ${name} cannot have this path. Use words and hyphens, not a reserved word.`);
    if (taken.has(name)) throw new Error(`Two pages answer ${name}. Keep one.`);
    taken.add(name);
  }
}

const RESERVED = /^\/(en|fr|ar|api|assets|health|x)(\/|$)/;
