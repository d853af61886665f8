import type { Day, Verified } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, useWords } from '../web/index.ts';

type Known = Pick<Verified, 'compared'> & { asOf: Day };

/** Up to which day something is known; where its page tells no day, that this is only the one by which it had been read. */
export function AsOf({ of: { asOf, compared } }: { of: Known }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {t(compared?.undated ? 'states.undated' : 'assess.national.as-of')} <DateText day={asOf} />
    </>
  );
}
