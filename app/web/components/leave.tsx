import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** The address that forgets and leads away; the island that listens for Escape knows it too. */
export const LEAVE_PATH = '/x';

/** "Leave now": a plain link, so that it works without script; never hidden, never "are you sure?". */
export function Leave({ look = 'leave' }: { look?: 'leave' | 'skip' }): JSX.Element {
  const { t } = useWords();
  return (
    <a class={look} href={LEAVE_PATH} rel="noreferrer nofollow">
      {t('shell.leave')}
    </a>
  );
}

/** Beside it: a page that needs no network, for where the line is dead. The device may still show where one came from. */
export function BlankPage(): JSX.Element {
  const { t } = useWords();
  return (
    <a class="blank" href="about:blank" rel="noreferrer nofollow">
      {t('shell.blank')}
    </a>
  );
}
