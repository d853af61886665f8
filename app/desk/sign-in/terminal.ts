import type { Desk } from '../desk.ts';
import { type SignedIn, signedIn } from '../pages/signed-in.ts';
import { type Action, mayAtAll } from '../policy/index.ts';
import { endSession } from '../session/end-session.ts';
import { findSession } from '../session/find-session.ts';
import type { SignInRefusal } from './prove-worker.ts';
import { signIn } from './sign-in.ts';

/** Somebody at a terminal, who can be asked. */
export type Terminal = {
  ask(question: string): Promise<string>;
  /** As `ask`; what is typed is not shown. */
  askHidden(question: string): Promise<string>;
};

/** A worker who signed in at a terminal. `end` ends the session; call it whatever becomes of the command. */
type AtTerminal = { ok: true; worker: SignedIn; end: () => Promise<void> };

/**
 * Asks who is there before a command touches what is an agency's: the operating system's user is no actor. Sign-in
 * name, passphrase and code are asked for, and never taken from arguments or environment. Not ok, with words to print, if
 * they do not go together or the worker may not do `action` to anything.
 */
export async function signInAtTerminal(
  desk: Desk,
  terminal: Terminal,
  action: Action,
): Promise<AtTerminal | { ok: false; message: string }> {
  const name = await terminal.ask('Sign-in name: ');
  const passphrase = await terminal.askHidden('Passphrase: ');
  const code = await terminal.askHidden('Code: ');
  const result = await signIn(desk, { name, passphrase, code });
  if (!result.ok) return { ok: false, message: wordsOf(result) };
  const session = await findSession(desk, result.session.ticket);
  if (session.kind !== 'in') return { ok: false, message: 'The session ended at once. Sign in again.' };
  const end = () => endSession(session.door, session.ticket);
  const worker = await signedIn(desk, session);
  if (worker && mayAtAll(worker.actor, action)) return { ok: true, worker, end };
  await end();
  const message = worker
    ? 'Your roles do not include this. Ask an administrator of your agency.'
    : 'You have joined, and wait to be let in by an administrator.';
  return { ok: false, message };
}

function wordsOf(refusal: SignInRefusal): string {
  switch (refusal.why) {
    case 'wait':
      return `Too many attempts with this name. Try again after ${refusal.until.toISOString().slice(11, 16)} UTC.`;
    case 'busy':
      return 'Many people are signing in just now. Try again in a moment.';
    case 'wrong':
      return 'Name, passphrase and code do not go together. Check all three; a code works once, and no passkey works here.';
  }
}

/** The streams of a terminal, as Node gives them. */
export type TerminalStreams = {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
};

/** The terminal behind these streams; undefined if nobody sits there, as in a pipe or a timer. */
export function openTerminal({ input, output }: TerminalStreams): Terminal | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return {
    ask: (question) => readLine({ input, output }, { question, isShown: true }),
    askHidden: (question) => readLine({ input, output }, { question, isShown: false }),
  };
}

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u007f', '\b']);
const STOP = '\u0003';

/** One line, letter by letter, so that nothing is echoed that should not be. Rejects when the reader presses Ctrl-C. */
function readLine(
  { input, output }: TerminalStreams,
  { question, isShown }: { question: string; isShown: boolean },
): Promise<string> {
  // Before the question: until then the terminal itself shows what is typed, and who is quick answers at once.
  input.setRawMode(true);
  input.setEncoding('utf8');
  output.write(question);
  return new Promise((resolve, reject) => {
    let line: string[] = [];
    const finish = (settle: () => void) => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      settle();
    };
    // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a loop over keys, a branch for each
    const take = (text: string) => {
      for (const letter of text) {
        if (letter === STOP) return finish(() => reject(new Error('Stopped.')));
        if (ENTER.has(letter)) return finish(() => resolve(line.join('')));
        if (ERASE.has(letter)) {
          if (line.length > 0 && isShown) output.write('\b \b');
          line = line.slice(0, -1);
        } else {
          line.push(letter);
          if (isShown) output.write(letter);
        }
      }
    };
    input.on('data', take);
    input.resume();
  });
}
