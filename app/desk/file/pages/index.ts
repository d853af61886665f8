import type { Law } from '@clew/rules';
import type { DeskPage } from '../../pages/desk-page.tsx';
import { answerPages } from './answer-page.tsx';
import { filePages as oneFilePages } from './file-page.tsx';
import { glassPages } from './glass-page.tsx';
import { grantPages } from './grant-page.tsx';
import { listPages } from './list-page.tsx';
import { peoplePages } from './people-page.tsx';
import { secondPages } from './second-page.tsx';
import { standingPages } from './standing-page.tsx';
import { writePages } from './write-page.tsx';

/** Every page of the file. */
export function filePages(law: Law): readonly DeskPage[] {
  return [
    ...listPages,
    ...oneFilePages(law),
    ...writePages,
    ...answerPages(law),
    ...grantPages,
    ...peoplePages,
    ...standingPages,
    ...secondPages,
    ...glassPages,
  ];
}
