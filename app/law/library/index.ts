export { EMPTY_SHELF, loadShelf, type Shelf } from './load-shelf.ts';
export { libraryPages } from './pages.tsx';
