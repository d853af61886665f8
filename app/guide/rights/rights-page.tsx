import type { Day, DutyResult } from '@clew/rules';
import type { JSX } from 'preact';
import { type LawWords, Sources } from '../../law/index.ts';
import {
  Button,
  Carried,
  DateText,
  Folded,
  InEnglish,
  Note,
  PageHead,
  Part,
  SafetyWords,
  useWords,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { AskWhom } from './ask-whom.tsx';
import { ASK_FORM, FIELDS } from './fields.ts';
import type { TopicHere } from './rights-here.ts';

type RightsPageProps = {
  topics: readonly TopicHere[];
  ticked: readonly string[];
  state: { code: string; name: string };
  on: Day;
  isDemo: boolean;
  said: LawWords;
};

/** By topic: what is owed here, how to get it, and the article behind it; or that nobody has checked it here, and whom to ask. */
export function RightsPage({ topics, ticked, state, on, isDemo, said }: RightsPageProps): JSX.Element {
  const { t } = useWords();
  const isChecked =
    topics.some(({ rights }) => rights.length > 0) &&
    !(isDemo && topics.some(({ unchecked, open }) => unchecked.length + open.length > 0));
  return (
    <>
      <PageHead
        title={t('guide.rights.here', { state: state.name })}
        lede={isChecked ? t('guide.rights.here-lede') : undefined}
        facts={[<DateText key="on" day={on} />]}
      />
      {!isChecked && (
        <Note kind="unchecked" title={<SafetyWords of="guide.rights.unchecked-title" />} level={2}>
          <p>
            <SafetyWords of="guide.rights.unchecked" />
          </p>
        </Note>
      )}
      <p class="read">
        <SafetyWords of="guide.rights.unchecked-advice" />
      </p>
      {topics.map((topic) => (
        <TopicPart key={topic.topic.id} here={topic} isDemo={isDemo} said={said} />
      ))}
      <AskWhom />
      <ChangeForm state={state.code} ticked={ticked} />
    </>
  );
}

type TopicPartProps = { here: TopicHere; isDemo: boolean; said: LawWords };

function TopicPart({ here, isDemo, said }: TopicPartProps): JSX.Element {
  const { t } = useWords();
  const { topic, rights, unchecked, open } = here;
  const shown = isDemo ? [...rights, ...unchecked] : rights;
  return (
    <Part id={topic.id} title={<SafetyWords of={topic.title} />}>
      {shown.length === 0 ? (
        <p class="read">
          <SafetyWords of="guide.rights.ask-lawyer" />
        </p>
      ) : (
        <Owed duties={shown} said={said} />
      )}
      <p>
        <b>{t('guide.rights.how')}</b> <SafetyWords of={topic.how} />
      </p>
      {isDemo && open.length > 0 && (
        <Folded title={t('guide.rights.open', { count: open.length })}>
          <Owed duties={open} said={said} />
        </Folded>
      )}
    </Part>
  );
}

/** Who owes what, in the law's words; while these are a draft, the English stands beside them; where the law has not the page's language, English alone. */
function Owed({ duties, said }: { duties: readonly DutyResult[]; said: LawWords }): JSX.Element {
  const { tongue, language } = useWords();
  const list = <OwedList duties={duties} said={said} />;
  return tongue === language ? list : <InEnglish>{list}</InEnglish>;
}

function OwedList({ duties, said }: { duties: readonly DutyResult[]; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  return (
    <ul>
      {duties.map((duty) => {
        const { bearer, act } = said.duty(duty.id);
        return (
          <li key={duty.id}>
            {t('duty.who', { bearer: atStart(bearer, language), act })}
            {said.isDraft && (
              <span class="beside" lang="en" dir="ltr">
                {`${atStart(duty.bearer, 'en')}: ${duty.act}.`}
              </span>
            )}{' '}
            <Sources citations={duty.cites} law={said} />
          </li>
        );
      })}
    </ul>
  );
}

/** The law names who owes it in the midst of a sentence; here it begins one. */
function atStart(bearer: string, language: string): string {
  return bearer.charAt(0).toLocaleUpperCase(language) + bearer.slice(1);
}

function ChangeForm({ state, ticked }: { state: string; ticked: readonly string[] }): JSX.Element {
  const { t, href } = useWords();
  return (
    <form method="post" action={href(GUIDE_PATHS.rights)} autocomplete="off" class="noprint">
      <Carried
        values={[
          [FIELDS.state, state],
          ...ticked.map((one): [string, string] => [FIELDS.situation, one]),
          [ASK_FORM.name, ASK_FORM.value],
        ]}
      />
      <p class="btns">
        <Button kind="other">{t('guide.rights.change')}</Button>
      </p>
    </form>
  );
}
