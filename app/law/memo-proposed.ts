import type { AssessedCase } from './assess-case.ts';
import { resultWord } from './explanation.tsx';
import { dutyTable } from './memo-duties.ts';
import { type MemoBlock, type MemoRow, sourcesText, strong, text, type Writing } from './memo-parts.ts';

/** What the reforms would bring, after all that is law: the answers that would be others, and the duties they would add. */
export function proposedBlocks(writing: Writing, asIs: AssessedCase): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { t } = words;
  const rows = Object.values(assessed.assessment.rules).flatMap((one): MemoRow[] => {
    const before = asIs.assessment.rules[one.id];
    if (before?.burden === one.burden && before.strict === one.strict) return [];
    return [
      {
        depth: 0,
        cells: [
          `${law.rule(one.id)}. ${sourcesText(one.tree.cites, writing)}`,
          before ? resultWord(before.tree, words) : '',
          resultWord(one.tree, words),
        ],
      },
    ];
  });
  const duties = Object.values(assessed.assessment.duties).filter(
    ({ id, burden }) => assessed.proposed.has(id) && burden === 'yes',
  );
  return [
    { kind: 'heading', level: 1, text: t('memo.only-with-reform') },
    text(words.safety('assess.result.proposed-body').text),
    ...(rows.length + duties.length === 0 ? [text(t('assess.result.proposed-none'))] : []),
    ...(rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            head: [t('assess.column.rule'), t('memo.without-reform'), t('memo.with-reform')],
            rows,
          } as const,
        ]),
    ...(duties.length === 0 ? [] : [strong(t('assess.result.proposed-duties')), dutyTable(duties, writing)]),
  ];
}
