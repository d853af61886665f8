import type { Law } from '@clew/rules';
import type { DeskPage } from '../../pages/desk-page.tsx';
import { listPages } from './list-page.tsx';
import { populationPages as onePages } from './population-page.tsx';
import { runPages } from './run-page.tsx';

/** Every page of populations. */
export function populationPages(law: Law): readonly DeskPage[] {
  return [...listPages, ...onePages(law), ...runPages(law)];
}
