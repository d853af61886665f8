import type { Law } from '@clew/rules';
import type { Page } from '../web/index.ts';
import { reportsPages } from './by-state/reports-pages.tsx';
import { loadStateContent } from './by-state/state-content.ts';
import { waysPages } from './by-state/ways-pages.tsx';
import { type HelpSetting, helpPages } from './help/help-pages.tsx';
import { leafletPages } from './print/leaflet-pages.tsx';
import { posterPages } from './print/poster-pages.tsx';
import { loadRecordings, recordingPages } from './recordings.ts';
import { rightsPages } from './rights/rights-pages.tsx';
import { type SelfCheckSetting, selfCheckPages } from './self-check/self-check-pages.tsx';
import type { GuideSetting } from './setting.ts';
import { textPages } from './texts/text-pages.tsx';

export { composePages } from './compose/compose-pages.tsx';
export { GUIDE_PATHS } from './paths.ts';

/** Every page of the guide: what needs no account, and keeps nothing. */
export function guidePages(law: Law, setting: GuideSetting & SelfCheckSetting & HelpSetting): Page[] {
  const content = setting.content ?? loadStateContent();
  const recordings = setting.recordings ?? loadRecordings();
  return [
    ...recordingPages(recordings),
    ...selfCheckPages(law, { ...setting, recordings }),
    ...rightsPages(law, setting),
    ...textPages(setting),
    ...helpPages(setting),
    ...leafletPages(setting),
    ...posterPages(setting),
    ...waysPages(law, setting, content),
    ...reportsPages(law, setting, content),
  ];
}
