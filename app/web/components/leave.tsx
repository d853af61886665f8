import type { JSX } from 'preact';
import { SafetyWords } from './safety-words.tsx';

/** The address that forgets and leads away; the island that listens for Escape knows it too. */
export const LEAVE_PATH = '/x';

/** "Leave now": a plain link, so that it works without script; never hidden, never "are you sure?". */
export function Leave({ look = 'leave' }: { look?: 'leave' | 'skip' }): JSX.Element {
  return (
    <a class={look} href={LEAVE_PATH} rel="noreferrer nofollow">
      <SafetyWords of="shell.leave" />
    </a>
  );
}

/** Beside it: a page that needs no network, for where the line is dead. The device may still show where one came from. */
export function BlankPage(): JSX.Element {
  return (
    <a class="blank" href="about:blank" rel="noreferrer nofollow">
      <SafetyWords of="shell.blank" />
    </a>
  );
}
