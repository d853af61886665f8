import type { Metadata } from './read-metadata.ts';

/** A file that would be written: its name, and what would stand in it. */
export type Draft = { name: string; text: string; of: Metadata };

/**
 * The decisions as files to go on writing: the head of each, and places for what no metadata tells. They are no decisions
 * of the law until a person has told what happened, what was held and what it is about.
 */
export function draftsOf(decisions: readonly Metadata[]): Draft[] {
  const taken = new Set<string>();
  const last = new Map<string, number>();
  return decisions.map((decision) => {
    const slug = slugOf(decision);
    let count = last.get(slug) ?? 1;
    let id = count === 1 ? slug : `${slug}-${count}`;
    // “A 2” may itself be a title.
    while (taken.has(id)) {
      count += 1;
      id = `${slug}-${count}`;
    }
    taken.add(id);
    last.set(slug, count);
    return { name: `${id}.md`, text: draftText(decision, id), of: decision };
  });
}

/** Small letters, digits and hyphens of a title; of one without such letters its day. */
function slugOf({ title, decided }: Metadata): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(slug) ? slug : `decision-${decided}${slug === '' ? '' : `-${slug}`}`;
}

function draftText({ title, court, citation, decided, link, state }: Metadata, id: string): string {
  return [
    // A brace or a hash in a heading could be read as an anchor or as a heading of its own.
    `# ${title
      .replace(/[{}#\u0060]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()}`,
    '',
    'Imported metadata. Nobody has checked it. Tell in your own words what happened and what was held; docs/guide/lawyer.md',
    'shows how. This file is refused until “issues” is filled in and the account is written.',
    '',
    '## What happened',
    '',
    '## What the court held',
    '',
    '```decision',
    `id: ${id}`,
    `title: ${JSON.stringify(title)}`,
    `court: ${JSON.stringify(court)}`,
    `citation: ${JSON.stringify(citation)}`,
    `decided: ${decided}`,
    `link: ${JSON.stringify(link)}`,
    `source: ${JSON.stringify(link)}`,
    ...(state === undefined ? [] : [`state: ${state}`]),
    'left_out: Nobody has told its facts yet.',
    '```',
    '',
  ].join('\n');
}
