import type { Page } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { beginPages } from './begin-page.tsx';
import { bindDeskPages, type DeskPage } from './desk-page.tsx';
import { joinPages } from './join-page.tsx';
import { peoplePages } from './people-page.tsx';
import { signInPages } from './sign-in-page.tsx';
import { startPage } from './start-page.tsx';
import { signOutPage, youPages } from './you-page.tsx';

/** The pages of the desk, and those that other rooms put there. */
export function deskPages(desk: Desk, more: readonly DeskPage[] = []): Page[] {
  return [
    ...beginPages(desk),
    ...joinPages(desk),
    ...signInPages(desk),
    signOutPage(desk),
    ...bindDeskPages(desk, [startPage, ...peoplePages, ...youPages, ...more]),
  ];
}
