// How pages are held against the files that they name: `docs.test.ts` and `asvs.test.ts`.

/** A page without its blocks of code, in which nothing is a link. */
export function proseOf(text: string): string {
  return text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
}

/** The anchors of a page's headings, as hosting platforms make them. */
export function anchorsOf(text: string): string[] {
  return [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of each row of a page's tables. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** The openings of a test and of the groups it stands in, from the inside out. */
export function headsOf(source: string, at: number): string[] {
  const end = source.indexOf('\n', at);
  const heads: string[] = [];
  let inside = Number.POSITIVE_INFINITY;
  for (const line of source.slice(0, end).split('\n').toReversed()) {
    const [, space = '', head] = /^( *)((?:test|it|describe)[.(].*)/.exec(line) ?? [];
    if (head === undefined || space.length >= inside) continue;
    heads.push(head);
    inside = space.length;
  }
  return heads;
}

/** Whether the opening of a test or group leaves it out. */
export function isSkipped(head: string): boolean {
  return /^(test|it|describe)\.(skip|todo)\b/.test(head);
}

/** Whether the opening of a test or group runs it only somewhere. */
export function isConditional(head: string): boolean {
  return /^(test|it|describe)\.(runIf|skipIf)\b/.test(head);
}

/** The openings of the test that a page names by its title, and of its groups; undefined if the file has no such title. */
export function headsOfClaim(source: string, title: string): string[] | undefined {
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`);
  const at = quoted.map((text) => source.indexOf(text)).find((index) => index >= 0);
  return at === undefined ? undefined : headsOf(source, at);
}
