import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** One point where national law differs from the treaty. */
export interface Difference {
  /** The difference as a sentence: "The time to recover is longer". */
  readonly heading: ComponentChildren;
  readonly treaty: ComponentChildren;
  readonly national: ComponentChildren;
  /** Which of the two is more, in one sentence. */
  readonly verdict: ComponentChildren;
}

/** National law beside the treaty: two columns, and one sentence that says which is more. */
export function BesideTreaty(props: { state: string; differences: readonly Difference[] }): JSX.Element {
  const { t } = useWords();
  return (
    <ol class="plain besides">
      {props.differences.map((difference, index) => (
        <li key={index}>
          <h3>{difference.heading}</h3>
          <dl>
            <div>
              <dt>{t('beside.treaty')}</dt>
              <dd>{difference.treaty}</dd>
            </div>
            <div>
              <dt>{props.state}</dt>
              <dd>{difference.national}</dd>
            </div>
          </dl>
          <p>{difference.verdict}</p>
        </li>
      ))}
    </ol>
  );
}
