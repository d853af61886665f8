import type { DeskPage } from '../../pages/desk-page.tsx';
import { editPages } from './edit-page.tsx';
import { entryPages } from './entry-page.tsx';
import { listPages } from './list-page.tsx';

/** Every page of the directory at the desk. Those with a name of their own come before those of one entry. */
export const directoryPages: readonly DeskPage[] = [...listPages, ...editPages, ...entryPages];
