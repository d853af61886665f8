import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** Links to the parts of a long page, by the ids of those parts. */
export function Jumps({ parts }: { parts: readonly { id: string; label: string }[] }): JSX.Element {
  const { t } = useWords();
  return (
    <nav class="jump" aria-label={t('shell.on-this-page')}>
      <ul>
        {parts.map((part) => (
          <li key={part.id}>
            <a href={`#${part.id}`}>{part.label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
