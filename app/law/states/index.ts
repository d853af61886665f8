export { findGaps } from './find-gaps.ts';
export { gaps } from './gaps-command.ts';
export { statePages } from './pages.tsx';
