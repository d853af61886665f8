import type { JSX } from 'preact';
import {
  type Answer,
  type FieldProblem,
  type FormState,
  formStatus,
  notFound,
  PageLink,
  type PlainKey,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import type { SignedIn } from '../../pages/signed-in.ts';
import { FORM_TOKEN } from '../../session/ticket.ts';
import type { FileDesk } from '../file-desk.ts';
import type { Refused } from '../refusal.ts';

/** The worker of a request, as the use cases of the file take them. */
export function fileDeskOf({ actor, keys, door, desk }: SignedIn): FileDesk {
  return { actor, keys, door, now: desk.now, random: desk.random };
}

/**
 * Why nothing was done, as a page: what may not be seen is not there; the rest says so, and the form that was sent comes
 * back with it.
 */
export function refuse({ why }: Refused): Answer {
  if (why === 'not-found') return notFound();
  if (why === 'forbidden')
    return showFault({ status: 403, message: 'desk.forbidden', advice: 'desk.forbidden-advice' });
  if (why === 'no-key')
    return showFault({ status: 409, message: 'file.no-key', advice: 'file.no-key-advice' });
  if (why === 'opens-nothing')
    return showFault({ status: 409, message: 'file.opens-nothing', advice: 'file.opens-nothing-advice' });
  if (why === 'nobody')
    return showFault({ status: 409, message: 'file.nobody', advice: 'file.nobody-advice' });
  if (why === 'held')
    return showFault({ status: 409, message: 'keeping.held', advice: 'keeping.held-advice' });
  if (why === 'waits')
    return showFault({ status: 409, message: 'keeping.waits', advice: 'keeping.waits-advice' });
  if (why === 'other-content')
    return showFault({ status: 409, message: 'desk.proposal.other', advice: 'desk.proposal.other-advice' });
  if (why === 'overtaken')
    return showFault({ status: 409, message: 'file.overtaken', advice: 'file.overtaken-advice' });
  if (why === 'too-many')
    return showFault({
      status: 409,
      message: 'desk.proposal.too-many',
      advice: 'desk.proposal.too-many-advice',
    });
  if (why === 'broken')
    return showFault({ status: 409, message: 'desk.proposal.broken', advice: 'desk.proposal.broken-advice' });
  return showFault({ status: 409, message: 'file.changed', advice: 'file.changed-advice' });
}

/** The names of workers and teams, by their ids, as far as the reader's key opens them. */
export type NamesById = ReadonlyMap<string, string>;

/** Opens the names of these workers and teams. */
export async function namesOf(
  { names }: SignedIn,
  { workers, teams = [] }: { workers: readonly string[]; teams?: readonly string[] },
): Promise<NamesById> {
  const opened = await Promise.all([
    ...[...new Set(workers)].map(async (id) => [id, await names.worker(id)] as const),
    ...[...new Set(teams)].map(async (id) => [id, await names.team(id)] as const),
  ]);
  return new Map(opened.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
}

/** What was typed, with what is wrong about it, each in words of its own field. */
export function stateOf(visit: Visit, problems: readonly (readonly [string, PlainKey])[]): FormState {
  return {
    values: visit.form,
    problems: problems.map(([name, message]): FieldProblem => ({ name, message: visit.words.t(message) })),
  };
}

/** A form as an address fills it in: with which entry of which part is corrected, and nothing that anybody could have typed. */
export function correcting(query: URLSearchParams): FormState {
  const values = new URLSearchParams();
  for (const name of ['part', 'replaces'])
    if (/^[\w-]{1,40}$/.test(query.get(name) ?? '')) values.set(name, query.get(name) ?? '');
  return { values, problems: [] };
}

/** A page on which a form stands that needs another look, or is shown for the first time. */
export function showForm(body: JSX.Element, state: FormState): Answer {
  return showPage(body, { status: formStatus(state) });
}

/** The way to the next page of what waits; nothing on the last. */
export function MoreWaiting({ path, next }: { path: string; next: string | undefined }): JSX.Element | null {
  const { t } = useWords();
  if (next === undefined) return null;
  return (
    <p>
      <PageLink path={`${path}?after=${next}`}>{t('file.second.more')}</PageLink>
    </p>
  );
}

/** A small form of one button, with what it sends. */
export function OneButton(props: {
  path: string;
  token: string;
  fields?: Readonly<Record<string, string>>;
  children: JSX.Element;
}): JSX.Element {
  return (
    <form method="post" action={props.path}>
      <input type="hidden" name={FORM_TOKEN} value={props.token} />
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  );
}

/** A field's text without the blanks round it; undefined for an empty one. */
export function typed(form: URLSearchParams, name: string): string | undefined {
  const text = (form.get(name) ?? '').trim();
  return text === '' ? undefined : text;
}
