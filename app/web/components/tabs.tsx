import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';

interface Tab {
  readonly path: string;
  readonly label: string;
  readonly isCurrent?: boolean;
}

/** Links to pages that stand beside each other; the server draws the chosen one. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }): JSX.Element {
  const { href } = useWords();
  return (
    <nav aria-label={label}>
      <ul class="tabs">
        {tabs.map((tab) => (
          <li key={tab.path}>
            <a href={href(tab.path)} aria-current={tab.isCurrent ? 'page' : undefined}>
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
