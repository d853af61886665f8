import { agencyPages } from './agency-page.tsx';
import type { DeskPage } from './desk-page.tsx';
import { rolesPages } from './roles-pages.tsx';
import { teamsPages } from './teams-page.tsx';
import { workerPages } from './worker-page.tsx';

/** Mandates, the law that the agency works by, roles, teams, and letting people go. `lawHash` is that of the law that answers. */
export function policyPages(setting: { lawHash: string }): readonly DeskPage[] {
  return [...agencyPages(setting), ...rolesPages, ...teamsPages, ...workerPages];
}
