import type { JSX } from 'preact';
import { Folded, type PlainKey, useWords } from '../../web/index.ts';
import type { NewPassphraseProblem } from '../sign-in/new-passphrase.ts';

/** What is said of a passphrase that cannot be taken: why, and what to do. */
export const PASSPHRASE_WORDS: Readonly<Record<NewPassphraseProblem, PlainKey>> = {
  short: 'desk.enrol.passphrase-short',
  long: 'desk.enrol.passphrase-long',
  simple: 'desk.enrol.passphrase-simple',
  known: 'desk.enrol.passphrase-simple',
  guessable: 'desk.enrol.passphrase-guessable',
  busy: 'desk.busy',
};

/** A drawn passphrase that somebody may take, folded away: who does not want it need not see it, and nobody beside them. */
export function PassphraseOffer({ offer }: { offer: string }): JSX.Element {
  const { t } = useWords();
  return (
    <Folded title={t('desk.offer.title')}>
      <p class="keep">
        <bdi dir="ltr">{offer}</bdi>
      </p>
      <p>{t('desk.offer.lede')}</p>
    </Folded>
  );
}
