import type { Problem } from '@clew/rules';
import type { JSX } from 'preact';
import { Note, useWords } from '../web/index.ts';

type ProblemLinesProps = { title: string; problems: readonly Problem[] };

/** What a text needs, line by line. These sentences stand in English: they speak of a text that is written in it. */
export function ProblemLines({ title, problems }: ProblemLinesProps): JSX.Element | null {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <Note kind="safety" title={title} level={2}>
      <ul>
        {problems.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <bdi lang="en">{t('assess.file.line', { line, message })}</bdi>
          </li>
        ))}
      </ul>
    </Note>
  );
}
