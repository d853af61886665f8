import type { Article, Instrument, Law, LawFile, Problem } from '@clew/rules';

/**
 * One rule for what nobody read: a paragraph of a text that can bind, held against no source, says nothing of how strongly it
 * asks. Each that says otherwise, with its place. That a duty asks as its paragraph does is seen to where the law is read.
 */
export function unreadStrengths(law: Law, files: readonly LawFile[]): Problem[] {
  const articles = Object.values(law.instruments)
    .filter(canBind)
    .flatMap((instrument) =>
      instrument.articles
        .filter(({ isHeading }) => !isHeading)
        .map((article) => ({ instrument, article, ref: `${instrument.id}#${article.anchor}` })),
    );
  return articles
    .filter(
      ({ article }) =>
        isUnread(article) && article.strength !== undefined && article.strength !== 'unverified',
    )
    .map(({ instrument, article, ref }) => {
      const message = `“${ref}” was held against no source, and says “${article.strength}”. Write strength: unverified, or compared with the source you read.`;
      return { code: 'wrong-strength', ...placeOf(files, instrument.id, article.anchor), message };
    });
}

function canBind({ kind }: Instrument): boolean {
  return kind === 'treaty' || kind === 'eu-act';
}

function isUnread({ compared, checkedBy }: Article): boolean {
  return compared === undefined && checkedBy.length === 0;
}

/** Where a paragraph's block stands: in the file of its instrument, at its anchor. */
function placeOf(
  files: readonly LawFile[],
  instrument: string,
  anchor: string,
): Pick<Problem, 'file' | 'line'> {
  const file = files.find(({ text }) => text.split('\n').includes(`id: ${instrument}`));
  const at =
    file?.text.split('\n').findIndex((line) => line.replaceAll('"', '') === `anchor: ${anchor}`) ?? -1;
  return { file: file?.path ?? 'laws', line: at + 1 || 1 };
}
