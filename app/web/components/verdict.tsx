import type { ComponentChildren, JSX } from 'preact';
import type { PlainKey } from '../catalogues.ts';
import { useWords } from '../words-context.ts';
import { KNOT_CLASS, type KnotState } from './knot.tsx';

/** A verdict that has a word of its own; "late" is a state of a duty, not an answer. */
type VerdictState = Exclude<KnotState, 'late'>;

const VERDICT_WORD: Readonly<Record<VerdictState, PlainKey>> = {
  yes: 'verdict.yes',
  no: 'verdict.no',
  unknown: 'verdict.unknown',
  withheld: 'verdict.withheld',
  contested: 'verdict.contested',
};

interface VerdictProps {
  state: VerdictState;
  /** In place of the usual word: "Holds" for "Yes". */
  word?: ComponentChildren;
  /** A few words under it: on what the answer rests. */
  note?: ComponentChildren;
}

/** Knot and word, always together. */
export function Verdict({ state, word, note }: VerdictProps): JSX.Element {
  const { t } = useWords();
  return (
    <span class={`v ${KNOT_CLASS[state]}`}>
      {word ?? t(VERDICT_WORD[state])}
      {note && <small>{note}</small>}
    </span>
  );
}

/**
 * Two verdicts on one thread, where the law's presumptions or burdens change the answer; one where they do not. `note`
 * says what changed it, where that is no presumption.
 */
export function TwoVerdicts(props: {
  strict: VerdictState;
  presumed: VerdictState;
  note?: ComponentChildren;
}): JSX.Element {
  const { t } = useWords();
  const { strict, presumed, note = t('verdict.presumed') } = props;
  if (strict === presumed) return <Verdict state={strict} />;
  return (
    <span class="vv">
      <Verdict state={strict} note={t('verdict.facts-alone')} />
      <Verdict state={presumed} note={note} />
    </span>
  );
}

/** What each knot means, above a table or list of them. */
export function VerdictKey({ items }: { items: readonly { state: KnotState; word: string }[] }): JSX.Element {
  return (
    <p class="key">
      {items.map(({ state, word }) => (
        <span key={state}>
          <span class={`k ${KNOT_CLASS[state]}`} aria-hidden="true" />
          {word}
        </span>
      ))}
    </p>
  );
}
