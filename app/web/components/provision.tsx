import type { ComponentChildren, JSX } from 'preact';

interface ProvisionProps {
  id: string;
  /** "Paragraph 1". */
  place: ComponentChildren;
  /** What it says, in our own words. */
  text: ComponentChildren;
  /** Who compared it with the text and when, or that nobody did. */
  checked: ComponentChildren;
  /** The heading over the rule: "The rule". */
  ruleTitle: ComponentChildren;
  /** The rule as it stands in the law's file; nothing where none is encoded. */
  rule?: string | undefined;
}

/** One provision, and beside it the rule that follows from it. */
export function Provision(props: ProvisionProps): JSX.Element {
  return (
    <section class="prov" aria-labelledby={props.id}>
      <div>
        <h2 class="mini" id={props.id}>
          {props.place}
        </h2>
        <p class="text">{props.text}</p>
        {props.checked}
      </div>
      {props.rule !== undefined && (
        <div>
          <h3 class="mini">{props.ruleTitle}</h3>
          <Code text={props.rule} />
        </div>
      )}
    </section>
  );
}

/** Rules and files as they are written, left to right in every language; reached by keyboard, as it may scroll. */
function Code({ text }: { text: string }): JSX.Element {
  return (
    <pre tabindex={0} dir="ltr">
      <code>{text}</code>
    </pre>
  );
}
