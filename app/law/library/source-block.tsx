import type { JSX } from 'preact';
import { Folded, useWords } from '../../web/index.ts';

/** A rule as it stands in the law's files, folded; left to right in every language, and reached by keyboard, as it may scroll. */
export function SourceBlock({ text }: { text: string }): JSX.Element {
  const { t } = useWords();
  return (
    <Folded title={t('library.as-written')} level={3}>
      <pre tabindex={0} dir="ltr">
        <code>{text}</code>
      </pre>
    </Folded>
  );
}
