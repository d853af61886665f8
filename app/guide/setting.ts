import type { Day } from '@clew/rules';
import type { StateContent } from './by-state/state-content.ts';

/** What the pages of the guide are told of the node. */
export type GuideSetting = {
  /** The day it is, as 2024-05-31. */
  today: () => Day;
  /** Whether this is a demo: there what nobody has checked is shown too, marked. */
  isDemo: boolean;
  /** The address under which people reach this node: what a poster prints, and what its code leads to. Without it there are no posters. */
  origin: string | undefined;
  /** What is known of countries; by default what stands in `guide/`. */
  content?: StateContent | undefined;
};
