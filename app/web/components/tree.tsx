import type { ComponentChildren, JSX } from 'preact';
import { Knot, type KnotState } from './knot.tsx';

/** One limb of an explanation: what it is, how it came out, what it rests on. */
export interface Limb {
  readonly state: KnotState;
  readonly label: ComponentChildren;
  /** The result in words: "Yes, by presumption". */
  readonly result: ComponentChildren;
  /** Its source and the facts under it. Links stand here, never in the line that opens. */
  readonly rests?: ComponentChildren;
  readonly limbs?: readonly Limb[];
  /** True if the facts alone leave it open: the thread beside its limbs is dotted. */
  readonly isOpenQuestion?: boolean;
  /** True to show its limbs at once. */
  readonly isUnfolded?: boolean;
}

/** Why an answer is what it is, limb by limb. Opens without script; print opens every limb. */
export function Tree({ limbs }: { limbs: readonly Limb[] }): JSX.Element {
  return (
    <div class="tree">
      <LimbList limbs={limbs} />
    </div>
  );
}

function LimbList({ limbs }: { limbs: readonly Limb[] }): JSX.Element {
  return (
    <ul>
      {limbs.map((limb, index) =>
        limb.limbs === undefined || limb.limbs.length === 0 ? (
          <li key={index} class="row">
            <Knot state={limb.state} />
            <span>{limb.label}</span>
            <span class="res">{limb.result}</span>
            {limb.rests && <p class="of">{limb.rests}</p>}
          </li>
        ) : (
          <li key={index} class={limb.isOpenQuestion ? 'unk' : undefined}>
            <details open={limb.isUnfolded}>
              <summary>
                <Knot state={limb.state} />
                <b>{limb.label}</b>
                <span class="res">{limb.result}</span>
              </summary>
              {limb.rests && <p class="of">{limb.rests}</p>}
              <LimbList limbs={limb.limbs} />
            </details>
          </li>
        ),
      )}
    </ul>
  );
}
