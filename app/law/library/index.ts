export { indicatorPath, indicatorText } from './kinds.ts';
export { decidedOn } from './law-links.ts';
export { openLibrary } from './library.ts';
export { DecisionLinks } from './linked.tsx';
export { type AnyDecision, EMPTY_SHELF, loadShelf, type Shelf } from './load-shelf.ts';
export { libraryPages } from './pages.tsx';
export { searchLaw } from './search-law.ts';
export { readSearch } from './search-request.ts';
