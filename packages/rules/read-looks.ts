import type { Verified } from './instrument.ts';
import { recordOf } from './law.ts';
import type { Problem } from './problem.ts';
import { type BlockSource, readBlock, verifiedOf } from './read-blocks.ts';
import { OrganisationFile, ReservationsFile } from './schema-looks.ts';
import type { LookList, Organisation, Reservation } from './state-law.ts';

type Source = Omit<BlockSource, 'what'>;

/** A list of what States said of an instrument, and what each said. */
export type LookRead = {
  list: LookList;
  said: readonly { state: string; reservation: Reservation }[];
};

/** Reads a list of what States said of an instrument. No State both stands in it with its words and is left unread. */
export function readLook(source: Source): { ok: true; read: LookRead } | { ok: false; problems: Problem[] } {
  const read = readBlock(ReservationsFile, { ...source, what: 'list of reservations' });
  if (!read.ok) return read;
  const { reservations_to, as_of, alike = [], said = {}, unread = [], ...verification } = read.block;
  const { file } = source;
  const common = { instrument: reservations_to, asOf: as_of, ...verifiedOf(verification) };
  const told = { instrument: reservations_to, asOf: as_of, ...withoutNote(verifiedOf(verification)) };
  const entryOf = (state: string, path: readonly PropertyKey[], block: Entry) => ({
    state,
    reservation: {
      ...told,
      kind: block.kind,
      articles: block.article ?? [],
      text: block.text,
      ...(block.from === undefined ? {} : { from: block.from }),
      place: { file, line: read.lineOf(path) },
    },
  });
  const entries = [
    ...Object.entries(said).flatMap(([state, blocks]) =>
      blocks.map((block, index) => entryOf(state, ['said', state, index], block)),
    ),
    ...alike.flatMap(({ states, ...block }, index) =>
      states.map((state) => entryOf(state, ['alike', index], block)),
    ),
  ];
  const both = entries.find(({ state }) => unread.includes(state));
  if (both) {
    const message = `What ${both.state} said stands here, and it stands under unread, too. Keep one.`;
    return { ok: false, problems: [{ code: 'duplicate-id', ...both.reservation.place, message }] };
  }
  const place = { file, line: read.lineOf(['reservations_to']) };
  return { ok: true, read: { list: { ...common, unread, place }, said: entries } };
}

type Entry = Omit<NonNullable<ReservationsFile['alike']>[number], 'states'>;

/** What a list notes of itself is not told again beside each thing that a State said. */
function withoutNote({ compared, ...verified }: Verified): Verified {
  if (!compared) return verified;
  const { note: _, ...said } = compared;
  return { ...verified, compared: said };
}

/** Reads which States are, or could become, members of an organisation. */
export function readOrganisation(
  source: Source,
): { ok: true; organisation: Organisation } | { ok: false; problems: Problem[] } {
  const read = readBlock(OrganisationFile, { ...source, what: 'list of an organisation' });
  if (!read.ok) return read;
  const { organisation: id, names, as_of, could_join, ...verification } = read.block;
  return {
    ok: true,
    organisation: {
      id,
      names: recordOf(Object.entries(names)),
      couldJoin: could_join,
      asOf: as_of,
      ...verifiedOf(verification),
      place: { file: source.file, line: read.lineOf(['organisation']) },
    },
  };
}
