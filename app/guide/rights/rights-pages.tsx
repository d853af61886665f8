import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { encodedStates, lawWordsIn, stateName } from '../../law/index.ts';
import { type Answer, definePage, type Page, showPage, type Visit } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import type { GuideSetting } from '../setting.ts';
import { AskPage } from './ask-page.tsx';
import { ASK_FORM, FIELDS } from './fields.ts';
import { rightsHere } from './rights-here.ts';
import { RightsPage } from './rights-page.tsx';
import { factsOf } from './situations.ts';

type RightsSetting = Pick<GuideSetting, 'today' | 'isDemo'>;

/** Outside a demo every answer fits into so many bytes: its length tells neither the country nor what was ticked. */
export const RIGHTS_BYTES = 28 * 1024;

/** *My rights here*: a country and what one ticks about oneself; what the law answers. Nothing of it is kept. */
export function rightsPages(law: Law, setting: RightsSetting): Page[] {
  const { isDemo } = setting;
  const withTicks = asksMore(law, isDemo);
  const shared = { path: GUIDE_PATHS.rights, title: 'shell.title', inEveryLanguage: true } as const;
  return [
    definePage({
      ...shared,
      method: 'get',
      action: 'public.read',
      still: () => '',
      render: () =>
        showPage(<AskPage law={law} withTicks={withTicks} values={new URLSearchParams()} />, {
          openForm: ASK_FORM,
        }),
    }),
    definePage({
      ...shared,
      method: 'post',
      action: 'public.assess',
      ...(isDemo ? {} : { bytes: RIGHTS_BYTES }),
      render: (visit) => answer(law, setting, visit),
    }),
  ];
}

function answer(law: Law, { today, isDemo }: RightsSetting, { form, words }: Visit): Answer {
  const state = form.get(FIELDS.state) ?? '';
  const isKnown = encodedStates(law).includes(state);
  const ask = (problems: readonly { name: string; message: string }[]): JSX.Element => (
    <AskPage law={law} withTicks={asksMore(law, isDemo)} values={form} problems={problems} />
  );
  if (form.has(ASK_FORM.name)) return showPage(ask([]), { openForm: ASK_FORM });
  if (!isKnown)
    return showPage(ask([{ name: FIELDS.state, message: words.t('guide.rights.no-state') }]), {
      status: 422,
      openForm: ASK_FORM,
    });
  const ticked = form.getAll(FIELDS.situation);
  const topics = rightsHere(law, { state, on: today(), facts: factsOf(ticked) });
  const name = stateName(state, words.tongue);
  const said = lawWordsIn(law, words.language);
  return <RightsPage {...{ topics, ticked, isDemo, said }} state={{ code: state, name }} on={today()} />;
}

/** Nobody is asked about themselves for nothing. */
function asksMore({ instruments }: Law, isDemo: boolean): boolean {
  const isAnyChecked = Object.values(instruments).some(({ articles }) =>
    articles.some(({ status }) => status === 'checked'),
  );
  return isDemo || isAnyChecked;
}
