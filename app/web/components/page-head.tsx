import type { ComponentChildren, JSX } from 'preact';

interface PageHeadProps {
  /** The heading says the thing: "Two duties are late", not "Duties overview". */
  title: ComponentChildren;
  /** One or two sentences under it. */
  lede?: ComponentChildren;
  /** Small facts about the page: as of when, which text of the law. */
  facts?: readonly ComponentChildren[];
  /** A line above the heading: where one is. */
  above?: ComponentChildren;
  /** Links to the parts of a long page. */
  jumps?: ComponentChildren;
}

/** The opening of a page. */
export function PageHead({ title, lede, facts, above, jumps }: PageHeadProps): JSX.Element {
  return (
    <div class="head">
      {above && <p class="soft small">{above}</p>}
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {facts && (
        <p class="meta">
          {facts.map((fact, index) => (
            <span key={index}>{fact}</span>
          ))}
        </p>
      )}
      {jumps}
    </div>
  );
}
