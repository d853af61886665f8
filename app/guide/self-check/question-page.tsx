import type { JSX } from 'preact';
import { Button, Carried, SafetyWords, useWords } from '../../web/index.ts';
import { Listen } from '../listen.tsx';
import { GUIDE_PATHS } from '../paths.ts';
import type { Recordings } from '../recordings.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import type { SelfCheckSeal } from './self-check-seal.ts';
import { type Said, SIGNS } from './signs.ts';
import { FIELDS, GO, writeAt } from './steps.ts';

type QuestionPageProps = {
  said: Said;
  at: number;
  isLost?: boolean | undefined;
  seal: SelfCheckSeal;
  recordings: Recordings;
};

/** One question, its four answers, the way back, and the way to what was said so far. */
export function QuestionPage({ said, at, isLost, seal, recordings }: QuestionPageProps): JSX.Element {
  const { t, href } = useWords();
  const sign = SIGNS[at];
  if (sign === undefined) throw new RangeError(`The self-check has no question ${at}.`);
  const codes = seal.drawCodes();
  return (
    <form class="ask" method="post" action={href(GUIDE_PATHS.selfCheck)} autocomplete="off">
      <Carried
        values={[
          [FIELDS.carried, seal.close({ said, codes })],
          [FIELDS.at, writeAt(at)],
        ]}
      />
      {isLost && <p class="read">{t('guide.self.lost')}</p>}
      <p class="small soft">{t('guide.self.place', { at: at + 1, count: SIGNS.length })}</p>
      <h1>
        <SafetyWords of={sign.ask} />
      </h1>
      <Listen to={sign.ask} recordings={recordings} />
      <p class="why">{t('guide.self.why')}</p>
      <AnswerButtons codes={codes} before={said[at]} />
      <p class="btns">
        <Button kind="other" name={FIELDS.answer} value={GO.show}>
          {t('guide.self.show')}
        </Button>
        {at > 0 && (
          <Button kind="other" name={FIELDS.answer} value={GO.back}>
            {t('guide.self.back')}
          </Button>
        )}
      </p>
    </form>
  );
}
