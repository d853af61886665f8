import type { Day, Law } from '@clew/rules';
import type { JSX } from 'preact';
import { Note, type Page, PageHead, Part, type PlainKey, SafetyWords, useWords } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { AskWhom } from '../rights/ask-whom.tsx';
import type { GuideSetting } from '../setting.ts';
import { EntryText } from './entry-text.tsx';
import { type StateContent, shownOf, WAYS, type Way, type WayKind } from './state-content.ts';
import { statePages } from './state-form.tsx';

/** Outside a demo every answer is as long as any other: its length does not tell the country. */
const WAYS_BYTES = 24 * 1024;

/** *Ways that are legal and safe*, by country. What nobody has checked is shown in a demo alone, and said to be that. */
export function waysPages(law: Law, { today, isDemo }: GuideSetting, { ways }: StateContent): Page[] {
  return statePages({
    law,
    path: GUIDE_PATHS.ways,
    title: 'guide.ways.title',
    lede: 'guide.ways.lede',
    bytes: isDemo ? undefined : WAYS_BYTES,
    render: ({ code, name }) => {
      const here = shownOf(ways.get(code), isDemo);
      return (
        <WaysPage
          name={name}
          ways={[...here, ...shownOf(ways.get('everywhere'), isDemo)]}
          isChecked={here.some((way) => way.checked_by !== null)}
          today={today()}
        />
      );
    },
  });
}

const TITLES: Readonly<Record<WayKind, PlainKey>> = {
  resettlement: 'guide.ways.resettlement',
  family: 'guide.ways.family',
  work: 'guide.ways.work',
  study: 'guide.ways.study',
  humanitarian: 'guide.ways.humanitarian',
};

type WaysPageProps = { name: string; ways: readonly Way[]; isChecked: boolean; today: Day };

function WaysPage({ name, ways, isChecked, today }: WaysPageProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('guide.ways.title')} facts={[<bdi key="state">{name}</bdi>]} />
      {!isChecked && (
        <Note kind="unchecked" title={<SafetyWords of="guide.rights.unchecked-title" />} level={2}>
          <p>
            <SafetyWords of="guide.ways.unchecked" />
          </p>
        </Note>
      )}
      {WAYS.map((kind) => {
        const some = ways.filter((way) => way.kind === kind);
        return (
          some.length > 0 && (
            <Part key={kind} id={kind} title={t(TITLES[kind])}>
              {some.map((way) => (
                <EntryText key={way.text} entry={way} today={today} />
              ))}
            </Part>
          )
        );
      })}
      <p class="read">
        <SafetyWords of="guide.ways.beware" />
      </p>
      <AskWhom />
    </>
  );
}
