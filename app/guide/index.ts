import type { Law } from '@clew/rules';
import type { Page } from '../web/index.ts';
import { type HelpSetting, helpPages } from './help/help-pages.tsx';
import { type RightsSetting, rightsPages } from './rights/rights-pages.tsx';
import { type SelfCheckSetting, selfCheckPages } from './self-check/self-check-pages.tsx';
import { textPages } from './texts/text-pages.tsx';

/** Every page of the guide: what needs no account, and keeps nothing. */
export function guidePages(law: Law, setting: RightsSetting & SelfCheckSetting & HelpSetting): Page[] {
  return [
    ...selfCheckPages(law, setting),
    ...rightsPages(law, setting),
    ...textPages(setting),
    ...helpPages(setting),
  ];
}
