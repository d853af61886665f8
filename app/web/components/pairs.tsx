import type { ComponentChildren, JSX } from 'preact';

export interface Pair {
  readonly term: ComponentChildren;
  readonly body: ComponentChildren;
}

/** Pairs of words: who sees what, what is open and what it would settle. */
export function Pairs({ pairs }: { pairs: readonly Pair[] }): JSX.Element {
  return (
    <dl class="pairs">
      {pairs.map((pair, index) => (
        <div key={index}>
          <dt>{pair.term}</dt>
          <dd>{pair.body}</dd>
        </div>
      ))}
    </dl>
  );
}
