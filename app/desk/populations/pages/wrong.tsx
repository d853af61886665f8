import type { JSX } from 'preact';
import { Note, useWords } from '../../../web/index.ts';

const SHOWN = 20;

/** Why a file cannot be counted. The reasons are the engine's and the reader's, and in English. */
export function Wrong({ messages }: { messages: readonly string[] }): JSX.Element {
  const { t } = useWords();
  return (
    <Note kind="safety" title={t('population.refused')}>
      <ul lang="en" dir="ltr">
        {messages.slice(0, SHOWN).map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      <p>{t('population.refused-advice')}</p>
    </Note>
  );
}
