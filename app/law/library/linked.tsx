import type { Overlay } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, PageLink } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { DecidedDay } from './decided-day.tsx';
import { decisionPath, provisionPath } from './kinds.ts';
import type { Provision } from './law-links.ts';
import type { AnyDecision } from './load-shelf.ts';

/** Rules, values and duties by their names, each a link; the mark says that nobody has checked it. */
export function ProvisionLinks(props: { provisions: readonly Provision[]; said: LawWords }): JSX.Element {
  return (
    <ul>
      {props.provisions.map((provision) => (
        <li key={provision.id}>
          <PageLink path={provisionPath(provision)}>{props.said.rule(provision.id)}</PageLink>{' '}
          {provision.checkedBy.length === 0 && <CheckMark of="unchecked" />}
        </li>
      ))}
    </ul>
  );
}

/** Decisions with court and day, each a link. */
export function DecisionLinks({ decisions }: { decisions: readonly AnyDecision[] }): JSX.Element {
  return (
    <ul>
      {decisions.map((decision) => (
        <li key={decision.id}>
          <PageLink path={decisionPath(decision)}>
            <bdi lang="en">{decision.title}</bdi>
          </PageLink>{' '}
          <span class="small soft">
            <bdi lang="en">{decision.court}</bdi>, <DecidedDay of={decision} />
          </span>{' '}
          <CheckMark of={decision.status} />
        </li>
      ))}
    </ul>
  );
}

/** Reforms by their names. They are proposals, and the heading over them says so. */
export function ReformNames(props: { reforms: readonly Overlay[]; said: LawWords }): JSX.Element {
  return (
    <ul>
      {props.reforms.map(({ id }) => (
        <li key={id}>{props.said.reform(id)}</li>
      ))}
    </ul>
  );
}
