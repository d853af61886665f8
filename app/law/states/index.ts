export type { At } from './asked-of.ts';
export { findGaps, type Gap, type Gaps, type National } from './find-gaps.ts';
export { type GapsOptions, gaps } from './gaps-command.ts';
export { GapsJson } from './gaps-schema.ts';
export { statePages } from './pages.tsx';
