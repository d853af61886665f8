import type { Page } from '../../web/index.ts';
import { channelPages } from '../alarms/channel-page.tsx';
import { tokenPages } from '../api/token-pages.tsx';
import { demandPages } from '../demands/demand-pages.tsx';
import { limitsPage } from '../demands/limits-page.tsx';
import type { Desk } from '../desk.ts';
import { directoryPages, partnerPages } from '../directory/index.ts';
import { alarmPages } from '../journal/alarm-page.tsx';
import { journalPages } from '../journal/journal-page.tsx';
import { openedPages } from '../journal/opened-page.tsx';
import { fileKeepingPages } from '../keeping/file-keeping-page.tsx';
import { keepingPages } from '../keeping/keeping-page.tsx';
import { keysPages, ownKeysPages } from '../recovery/keys-page.tsx';
import { recoverPages } from '../recovery/recover-page.tsx';
import { recoveryPages } from '../recovery/recovery-page.tsx';
import { rosterPages } from '../recovery/roster-page.tsx';
import { waitingPages } from '../recovery/waiting-page.tsx';
import { backupPages } from './backups-page.tsx';
import { beginPages } from './begin-page.tsx';
import { bindDeskPages, type DeskPage, NOWHERE } from './desk-page.tsx';
import { factorPages } from './factors-page.tsx';
import { jobsPage } from './jobs-page.tsx';
import { joinPages } from './join-page.tsx';
import { passphrasePages } from './passphrase-page.tsx';
import { peoplePages } from './people-page.tsx';
import { providerPages } from './provider-page.tsx';
import { providerWayPages } from './provider-way.tsx';
import { signInPages } from './sign-in-page.tsx';
import { startPage } from './start-page.tsx';
import { signOutPage, youPages } from './you-page.tsx';

/** Who watches: the journal, its alarms, who has opened a file, what authorities demanded. */
const watchPages = [
  ...journalPages,
  ...alarmPages,
  ...channelPages,
  ...openedPages,
  ...demandPages,
  limitsPage,
];

/** The way back of who lost a passphrase, and the change of keys. */
const wayBackPages = [...recoveryPages, ...ownKeysPages, ...keysPages, ...rosterPages, ...waitingPages];

/** The pages of the desk, and those that other rooms put there. */
export function deskPages(desk: Desk, more: readonly DeskPage[] = []): Page[] {
  return [
    ...beginPages(desk),
    ...joinPages(desk),
    ...partnerPages(desk),
    ...signInPages(desk),
    ...providerWayPages(desk),
    signOutPage(desk),
    ...recoverPages(desk),
    ...bindDeskPages(desk, [
      startPage,
      ...peoplePages,
      ...youPages,
      ...passphrasePages,
      ...factorPages,
      ...tokenPages,
      ...backupPages,
      ...providerPages,
      ...wayBackPages,
      ...watchPages,
      ...keepingPages,
      ...fileKeepingPages,
      jobsPage,
      ...directoryPages,
      ...more,
      ...NOWHERE,
    ]),
  ];
}
