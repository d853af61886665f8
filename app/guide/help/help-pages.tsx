import type { ShownHelp } from '../../desk/index.ts';
import { type Answer, definePage, type Page, showPage, type Visit } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { chooseHelp, FIELDS, type Help, readWanted } from './choose-help.ts';
import { HELP_FORM } from './help-form.tsx';
import { AskHelp, FoundHelp } from './help-page.tsx';

export type HelpSetting = {
  /** What the public is shown of the directory now. */
  help: () => Promise<readonly ShownHelp[]>;
  now: () => Date;
  isDemo: boolean;
};

/** Outside a demo every answer fits into so many bytes: its length tells nothing of what was chosen. */
export const HELP_BYTES = 40 * 1024;
/** So many bytes of entries stand on one page, and at least one entry. */
const ENTRIES_BYTES = 9 * 1024;
/** About what a page writes around the words of an entry. */
const AROUND_BYTES = 1_200;

/** *Help near me*: what one needs and where; who can be asked. Nothing of it is kept. */
export function helpPages(setting: HelpSetting): Page[] {
  const { isDemo } = setting;
  const shared = { path: GUIDE_PATHS.help, title: 'shell.title', inEveryLanguage: true } as const;
  return [
    definePage({
      ...{ ...shared, method: 'get', action: 'public.read' },
      render: async () => ask(setting, new URLSearchParams()),
    }),
    definePage({
      ...{ ...shared, method: 'post', action: 'public.assess' },
      ...(isDemo ? {} : { bytes: HELP_BYTES }),
      render: ({ form }: Visit) => (form.has(HELP_FORM.name) ? ask(setting, form) : answer(setting, form)),
    }),
  ];
}

async function ask({ help, isDemo }: HelpSetting, values: URLSearchParams): Promise<Answer> {
  return showPage(<AskHelp all={await help()} {...{ values, isDemo }} />, { openForm: HELP_FORM });
}

async function answer({ help, now, isDemo }: HelpSetting, form: URLSearchParams): Promise<Answer> {
  const all = await help();
  if (all.length === 0) return <AskHelp {...{ all, isDemo }} values={form} />;
  const found = chooseHelp(all, readWanted(form), now());
  const from = Math.min(found.length, Number(/^\d{1,4}$/.exec(form.get(FIELDS.from) ?? '')?.[0] ?? 0));
  const shown = pageOf(found, from);
  const next = from + shown.length < found.length ? from + shown.length : undefined;
  return <FoundHelp {...{ found, shown, next, isDemo }} values={form} />;
}

/** As many entries from here on as one page holds. */
function pageOf(found: readonly Help[], from: number): Help[] {
  const shown: Help[] = [];
  let bytes = 0;
  for (const help of found.slice(from)) {
    bytes += Buffer.byteLength(JSON.stringify(help.listing)) + AROUND_BYTES;
    if (shown.length > 0 && bytes > ENTRIES_BYTES) break;
    shown.push(help);
  }
  return shown;
}
