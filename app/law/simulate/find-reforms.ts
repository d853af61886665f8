import { didYouMean, type Law, type Overlay, type Problem } from '@clew/rules';

/** The overlays of ids or short codes like F01, in that order, and what of it there is not. */
export function findReforms(law: Law, named: readonly string[]): { ids: string[]; problems: Problem[] } {
  const ids: string[] = [];
  const problems: Problem[] = [];
  const overlays = Object.values(law.overlays);
  for (const name of named) {
    const found = overlays.filter((one) => one.id === name || codeOf(one) === name.toUpperCase());
    const [only] = found;
    if (only && found.length === 1) {
      ids.push(only.id);
      continue;
    }
    const known = overlays.flatMap((one) => [one.id, codeOf(one) ?? []].flat());
    const message = only
      ? `“${name}” is the code of several reforms. Name one by its id: ${found.map(({ id }) => id).join(', ')}.`
      : `No reform is called “${name.slice(0, 80)}”.${didYouMean(name, known)} There are: ${known.slice(0, 60).join(', ')}.`;
    problems.push({ code: 'unknown-overlay', file: '--reform', line: 1, message });
  }
  return { ids, problems };
}

/** The short code of a reform, like F01, where it has one. */
function codeOf(overlay: Overlay & { code?: string | undefined }): string | undefined {
  return overlay.code;
}
