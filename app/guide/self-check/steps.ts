import { NOTHING_SAID, readSaid, SAID, type Said, SIGNS, say } from './signs.ts';

/** The fields of every form of the self-check; each is as long on every page, so that its length says nothing. */
export const FIELDS = { said: 'a', at: 'at', answer: 'say' } as const;

/** What a button asks for that is no answer: the question before, what it may be, the questions from the first on. */
export const GO = { back: 'b', show: 's', begin: '1' } as const;

/** What the next page shows: a question by its place, or what it may be. */
export type Step = { said: Said } & ({ kind: 'question'; at: number } | { kind: 'result' });

/** The page that follows on a form. Whatever was sent, there is one: what no page of ours sends leads to the first question. */
export function stepAfter(form: URLSearchParams): Step {
  const said = readSaid(form.get(FIELDS.said));
  const at = readAt(form.get(FIELDS.at));
  const answer = form.get(FIELDS.answer) ?? '';
  const isAnswer = Object.values<string>(SAID).includes(answer);
  if (isAnswer) return questionOrResult(say(said, at, answer), at + 1);
  if (answer === GO.back) return questionOrResult(said, Math.max(0, at - 1));
  if (answer === GO.show) return { kind: 'result', said };
  return { kind: 'question', said: NOTHING_SAID, at: 0 };
}

function questionOrResult(said: Said, at: number): Step {
  return at >= SIGNS.length ? { kind: 'result', said } : { kind: 'question', said, at };
}

/** Always two digits. */
export function writeAt(at: number): string {
  return String(at).padStart(2, '0');
}

function readAt(text: string | null): number {
  const at = text !== null && /^\d\d$/.test(text) ? Number(text) : 0;
  return Math.min(at, SIGNS.length - 1);
}
