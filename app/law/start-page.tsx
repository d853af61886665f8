import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Carried,
  Choice,
  FormPage,
  Note,
  PageHead,
  PageLink,
  type PlainKey,
  SafetyWords,
  useWords,
} from '../web/index.ts';
import { FIELDS, type Interview, LANGUAGE_FORM } from './interview.ts';
import { stateChoices } from './state-choices.ts';
import { TOPICS, type Topic } from './topics.ts';

const TOPIC_WORDS: Readonly<Record<Topic, PlainKey>> = {
  all: 'assess.topic.all',
  trafficking: 'assess.topic.trafficking',
  refugee: 'assess.topic.refugee',
  work: 'assess.topic.work',
  protection: 'assess.topic.protection',
};

type StartProps = {
  law: Law;
  interview: Interview;
  /** The sealed interview, if something was said already. */
  box: string | undefined;
  /** True if answers that were given before could not be opened. */
  isLost?: boolean;
};

/** Where an interview begins: what it is, what a person wants to find out, and in which country. */
export function StartPage({ law, interview, box, isLost = false }: StartProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {isLost && <LostNote kept={interview.told.size} />}
      <PageHead title={t('assess.start.title')} lede={t('assess.start.lede')} />
      <div class="part">
        <p>{t('assess.start.stop')}</p>
        <p>
          <SafetyWords of="assess.start.kept" />
        </p>
        <Note kind="unchecked" title={t('assess.start.checked-title')}>
          <p>
            <SafetyWords of="assess.start.checked" />
          </p>
        </Note>
        <StartForm law={law} interview={interview} box={box} />
        <p class="small soft">{t('assess.start.back')}</p>
      </div>
    </>
  );
}

function StartForm({ law, interview, box }: StartProps): JSX.Element {
  const { t, language } = useWords();
  const { topic, state, told } = interview;
  const values = new URLSearchParams({
    [FIELDS.topic]: topic,
    ...(state === undefined ? {} : { [FIELDS.state]: state }),
  });
  return (
    <FormPage
      path="/assess"
      id={LANGUAGE_FORM.id}
      state={{ values, problems: [] }}
      next={told.size === 0 ? t('assess.start.go') : t('assess.start.go-on')}
      besideNext={
        <>
          <PageLink path="/assess/go-on">{t('assess.start.file')}</PageLink>
          <PageLink path="/law">{t('assess.start.law')}</PageLink>
        </>
      }
    >
      <Carried values={[box === undefined ? [FIELDS.begin, 'yes'] : [FIELDS.box, box]]} />
      <Choice
        name={FIELDS.topic}
        label={t('assess.start.topic')}
        options={TOPICS.map((value) => ({ value, label: t(TOPIC_WORDS[value]) }))}
      />
      <Choice
        name={FIELDS.state}
        label={t('assess.start.state')}
        hint={t('assess.start.state-why')}
        look="select"
        options={stateChoices(law, { language, t })}
      />
    </FormPage>
  );
}

/** Says that answers are gone, why, which one is not, and what can be done. */
function LostNote({ kept }: { kept: number }): JSX.Element {
  const { t } = useWords();
  return (
    <Note kind="safety" title={t('assess.lost.title')} level={2}>
      <p>{t('assess.lost.why')}</p>
      <p>{t('assess.lost.kept', { count: kept })}</p>
      <p>
        <PageLink path="/assess/go-on">{t('assess.lost.file')}</PageLink>
      </p>
    </Note>
  );
}
