import type { Carried, Codes, SelfCheckSeal } from './self-check-seal.ts';
import { NOTHING_SAID, type Said, SIGNS, say } from './signs.ts';

/** The fields of every form of the self-check; each is as long on every page, so that its length says nothing. */
export const FIELDS = { carried: 'a', at: 'at', answer: 'say' } as const;

/** What a button asks for that is no answer: the question before, what it may be, to begin, the first question again. */
export const GO = { back: 'b', show: 's', begin: '0', again: 'a' } as const;

/** What the next page shows: a question by its place, or what it may be. `isLost` where earlier answers could not be opened. */
type Step = { said: Said; isLost?: true } & ({ kind: 'question'; at: number } | { kind: 'result' });

/** The page that follows on a form. Whatever was sent, there is one: what no page of ours sends leads to the first question. */
export function stepAfter(form: URLSearchParams, seal: Pick<SelfCheckSeal, 'open'>): Step {
  const answer = form.get(FIELDS.answer) ?? '';
  const box = form.get(FIELDS.carried) ?? '';
  const carried = seal.open(box);
  // Nothing was answered yet by whoever begins, however long they read first.
  const isLost = box !== '' && answer !== GO.begin;
  if (!carried) return { kind: 'question', said: NOTHING_SAID, at: 0, ...(isLost ? { isLost: true } : {}) };
  return stepFrom(carried, { at: readAt(form.get(FIELDS.at)), answer });
}

function stepFrom({ said, codes }: Carried, { at, answer }: { at: number; answer: string }): Step {
  const meant = meaningOf(answer, codes);
  if (meant !== undefined) return questionOrResult(say(said, at, meant), at + 1);
  if (answer === GO.back) return questionOrResult(said, Math.max(0, at - 1));
  if (answer === GO.show) return { kind: 'result', said };
  return { kind: 'question', said, at: 0 };
}

function questionOrResult(said: Said, at: number): Step {
  return at >= SIGNS.length ? { kind: 'result', said } : { kind: 'question', said, at };
}

/** The digit that a page's button sends for an answer: from 1. */
export function codeOf(answer: string, codes: Codes): string {
  return String(codes.indexOf(answer) + 1);
}

function meaningOf(code: string, codes: Codes): string | undefined {
  return /^[1-9]$/.test(code) ? codes[Number(code) - 1] : undefined;
}

/** Always two digits. */
export function writeAt(at: number): string {
  return String(at).padStart(2, '0');
}

function readAt(text: string | null): number {
  const at = text !== null && /^\d\d$/.test(text) ? Number(text) : 0;
  return Math.min(at, SIGNS.length - 1);
}
