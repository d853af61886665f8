import type { JSX } from 'preact';
import { type Language, Table, useWords, writeDate } from '../../web/index.ts';
import type { Names } from '../agency/names.ts';
import type { JournalLine } from './browse-journal.ts';
import { deedLabel } from './deed-words.ts';

/** An entry with the name of who did it, and of the worker it was done to; none for the node, and for whoever has no name here. */
export type NamedLine = JournalLine & { name: string | undefined; about: string | undefined };

/** Entries with the names of workers, opened with the agency's key; the journal itself holds none. */
export async function nameLines(names: Names, lines: readonly JournalLine[]): Promise<NamedLine[]> {
  return Promise.all(
    lines.map(async (line) => {
      const [, worker] = /^worker ([0-9a-f-]{36})$/.exec(line.thing) ?? [];
      const about = worker === undefined ? undefined : await names.worker(worker);
      return { ...line, name: await nameOf(names, line.actor), about };
    }),
  );
}

/** The name of a worker by the id in the journal. */
export async function nameOf(names: Names, actor: string): Promise<string | undefined> {
  return actor === 'node' ? undefined : names.worker(actor);
}

/** A moment of the database's clock as people write it: "16 March 2026, 09:00:05 UTC". */
export function writeMoment(at: string, language: Language): string {
  return `${writeDate(at.slice(0, 10), language)}, ${at.slice(11, 19)} UTC`;
}

/** What was done, newest first: when, who, what, to what. Never content. */
export function JournalTable({
  lines,
  caption,
}: {
  lines: readonly NamedLine[];
  caption: string;
}): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const columns = [
    { label: t('desk.journal.number'), isFigure: true },
    { label: t('desk.journal.when') },
    { label: t('desk.journal.who') },
    { label: t('desk.journal.what') },
    { label: t('desk.journal.thing') },
  ];
  const rows = lines.map((line) => [
    <bdi key="number">{line.number}</bdi>,
    <bdi key="when">{writeMoment(line.at, language)}</bdi>,
    <Who key="who" line={line} />,
    <bdi key="what">{deedLabel(words, line.action)}</bdi>,
    <Thing key="thing" line={line} />,
  ]);
  return <Table caption={caption} isCaptionHidden columns={columns} rows={rows} />;
}

/** What it was done to, as the journal has it, so that it can be looked for; a worker by name as well. */
function Thing({ line }: { line: NamedLine }): JSX.Element {
  return (
    <>
      {line.about !== undefined && (
        <>
          <bdi>{line.about}</bdi>{' '}
        </>
      )}
      <bdi dir="ltr">{line.thing}</bdi>
    </>
  );
}

function Who({ line }: { line: NamedLine }): JSX.Element {
  const { t } = useWords();
  if (line.actor === 'node') return <>{t('desk.journal.node')}</>;
  return <bdi>{line.name ?? line.actor}</bdi>;
}
