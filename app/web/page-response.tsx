import type { VNode } from 'preact';
import { respondWithProblem } from './api/answer-route.ts';
import type { Assets } from './assets.ts';
import { Shell } from './components/shell.tsx';
import { writeCookie } from './cookies.ts';
import { type FaultNotice, REFUSALS } from './fault.ts';
import { FaultPage } from './fault-page.tsx';
import type { PublicLanguage } from './language.ts';
import {
  type Answer,
  type Cookie,
  type OpenForm,
  type PageScript,
  type StaffFrame,
  settleAnswer,
} from './page.ts';
import { renderDocument } from './render.tsx';
import { contentPolicy, permissionsPolicy } from './security-headers.ts';
import { hrefIn, wordsIn } from './words.ts';

/** What every page of a site shares. */
export interface SiteFacts {
  readonly assets: Assets;
  readonly isDemo: boolean;
  readonly hasLaw: boolean;
  readonly isHttps: boolean;
}

/** What was asked for, as far as it is known when the page is drawn. */
export interface Asked {
  readonly language: PublicLanguage;
  /** The languages that the page can be had in. */
  readonly languages: readonly PublicLanguage[];
  /** The page's path without its language. */
  readonly path: string;
  /** What stands after it in the address, with its question mark: a search, which a change of language keeps. */
  readonly query: string;
  /** True if the language came from the browser's wishes and not from the address. */
  readonly isGuessed: boolean;
  readonly typed?: URLSearchParams | undefined;
  /** What a page for a fault sends again, if that is more. */
  readonly again?: URLSearchParams | undefined;
}

/** The response for what a page answered. */
export function respondWithAnswer(
  site: SiteFacts,
  asked: Asked,
  page: { title: string; answer: Answer },
): Response {
  const answer = settleAnswer(page.answer);
  switch (answer.kind) {
    case 'page':
      return respondWithBody(site, asked, {
        body: answer.body,
        title: answer.title ?? page.title,
        status: answer.status,
        openForm: answer.openForm,
        frame: answer.frame,
        script: answer.script,
        cookies: answer.cookies,
      });
    case 'redirect':
      return respondWithRedirect(site, asked, answer);
    case 'file':
      return new Response(
        typeof answer.content === 'string' ? answer.content : new Uint8Array(answer.content),
        {
          headers: {
            'Content-Type': answer.type,
            'Content-Disposition': `attachment; filename="${answer.name}"`,
          },
        },
      );
    case 'fault':
      return respondWithFault(site, asked, answer.fault, answer.frame);
    case 'not-found':
      return respondWithFault(
        site,
        { ...asked, typed: undefined, again: undefined },
        REFUSALS.notFound,
        answer.frame,
      );
  }
}

/** 303: the browser asks for the other page, and a form that was sent is not sent again by going back. */
function respondWithRedirect(
  site: SiteFacts,
  asked: Asked,
  to: { path: string; cookies: readonly Cookie[] },
): Response {
  const location = asked.isGuessed ? to.path : hrefIn(asked.language, to.path);
  return new Response(null, { status: 303, headers: withCookies(site, { Location: location }, to.cookies) });
}

function withCookies(
  site: SiteFacts,
  fields: Record<string, string>,
  cookies: readonly Cookie[] = [],
): Headers {
  const headers = new Headers(fields);
  for (const cookie of cookies) headers.append('Set-Cookie', writeCookie(cookie, site.isHttps));
  // Whoever signs out leaves no page behind either: not to Back, and in no other window's store.
  if (cookies.some(({ endsVisit }) => endsVisit)) headers.set('Clear-Site-Data', '"cache", "storage"');
  return headers;
}

/** The page for a fault, in the person's language and in the frame of where it happened; problem details (RFC 9457) below `/api`. */
export function respondWithFault(
  site: SiteFacts,
  asked: Asked,
  fault: FaultNotice,
  frame?: StaffFrame | undefined,
): Response {
  const words = wordsIn(asked.language);
  const response = isApi(asked.path)
    ? respondWithProblem(fault.status)
    : respondWithBody(site, asked, {
        body: (
          <FaultPage
            fault={fault}
            path={asked.path}
            typed={asked.again ?? asked.typed}
            first={frame === undefined ? '/' : frame.first}
          />
        ),
        title: words.t('shell.title'),
        status: fault.status,
        frame,
      });
  if (fault.retryAfter !== undefined) response.headers.set('Retry-After', String(fault.retryAfter));
  return response;
}

/** True below `/api`, where machines ask. */
export function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

interface DrawnPage {
  readonly body: VNode;
  readonly title: string;
  readonly status: number;
  readonly openForm?: OpenForm | undefined;
  readonly frame?: StaffFrame | undefined;
  readonly script?: PageScript | undefined;
  readonly cookies?: readonly Cookie[];
}

function respondWithBody(site: SiteFacts, asked: Asked, page: DrawnPage): Response {
  const words = wordsIn(asked.language);
  const scripts = scriptsOf(page).map((name) => site.assets.address(name));
  const facts = {
    title: page.title,
    path: asked.path,
    languages: asked.languages,
    query: page.status === 404 ? '' : asked.query,
    typed: page.frame === undefined ? asked.typed : undefined,
    openForm: page.openForm,
    frame: page.frame,
    isDemo: site.isDemo,
    hasLaw: site.hasLaw,
    styles: stylesOf(asked.path, page.frame).map((name) => site.assets.address(name)),
    scripts,
  };
  const html = renderDocument(<Shell facts={facts}>{page.body}</Shell>, words);
  const fields = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': asked.language,
    'Content-Security-Policy': contentPolicy(scripts.length > 0),
    'Permissions-Policy': permissionsPolicy(page.script === 'passkey'),
  };
  const headers = withCookies(site, fields, page.cookies);
  if (asked.isGuessed) headers.append('Vary', 'Accept-Language');
  return new Response(html, { status: page.status, headers });
}

function scriptsOf({ frame, script }: DrawnPage): string[] {
  if (frame === undefined) return ['leave-by-escape.js'];
  return script === undefined ? [] : [`${script}.js`];
}

function stylesOf(path: string, frame: StaffFrame | undefined): string[] {
  if (frame !== undefined) return ['public.css', 'desk.css'];
  return path === '/style' ? ['public.css', 'style.css'] : ['public.css'];
}
