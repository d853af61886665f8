import type { Day, Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Buttons,
  Carried,
  Note,
  PageHead,
  PageLink,
  SafetyWords,
  useWords,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { mayBe } from './names.ts';
import { OFFERED, type SelfCheckSeal } from './self-check-seal.ts';
import { type Said, SIGNS } from './signs.ts';
import { FIELDS, GO, writeAt } from './steps.ts';

type ResultPageProps = { law: Law; on: Day; said: Said; seal: SelfCheckSeal };

/** Words for what it may be, that nobody has decided anything, and what can be done now. No score, no yes, no no. */
export function ResultPage({ law, on, said, seal }: ResultPageProps): JSX.Element {
  const { t, href } = useWords();
  const found = mayBe(law, said, on);
  const fits = found.some(({ how }) => how === 'fits');
  const isNamed = found.length > 0;
  return (
    <>
      <PageHead
        title={
          <SafetyWords
            of={
              fits
                ? 'guide.self.named-title'
                : isNamed
                  ? 'guide.self.maybe-title'
                  : 'guide.self.unnamed-title'
            }
          />
        }
        lede={<SafetyWords of={isNamed ? 'guide.self.named-lede' : 'guide.self.unnamed-lede'} />}
      />
      <div class="part">
        {found.map(({ name, how }) => (
          <div key={name.rule}>
            <h2>
              <SafetyWords of={name.title} />
            </h2>
            <p>
              <SafetyWords of={name.body} />
            </p>
            <p class="soft">
              <SafetyWords of={how === 'fits' ? 'guide.self.fits' : 'guide.self.close'} />
            </p>
          </div>
        ))}
        <Note kind="worth-knowing" title={<SafetyWords of="guide.self.not-decision-title" />} level={2}>
          <p>
            <SafetyWords of="guide.self.not-decision" />
          </p>
        </Note>
      </div>
      <section class="part" aria-labelledby="now">
        <h2 id="now">{t('guide.now.title')}</h2>
        <ul>
          <li>
            <SafetyWords of="guide.now.danger" />
          </li>
          <li>
            <SafetyWords of="guide.now.trust" />
          </li>
          <li>
            <SafetyWords of="guide.now.ask-first" />
          </li>
        </ul>
        <Buttons>
          <PageLink path={GUIDE_PATHS.rights}>{t('guide.rights.title')}</PageLink>
        </Buttons>
        <form method="post" action={href(GUIDE_PATHS.selfCheck)} autocomplete="off">
          <Carried
            values={[
              [FIELDS.carried, seal.close({ said, codes: OFFERED })],
              [FIELDS.at, writeAt(SIGNS.length - 1)],
            ]}
          />
          <p class="btns">
            <Button kind="other" name={FIELDS.answer} value={GO.again}>
              {t('guide.self.again')}
            </Button>
          </p>
        </form>
      </section>
    </>
  );
}
