import type { JSX } from 'preact';
import { Part, type SafetyKey, SafetyWords, useWords } from '../../web/index.ts';

const WHOM: readonly SafetyKey[] = [
  'guide.whom.lawyer',
  'guide.whom.unhcr',
  'guide.whom.organisation',
  'guide.whom.careful',
];

/** Who can be asked where no partner stands in a directory yet. */
export function AskWhom(): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="whom" title={t('guide.whom.title')}>
      <ul>
        {WHOM.map((key) => (
          <li key={key}>
            <SafetyWords of={key} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
