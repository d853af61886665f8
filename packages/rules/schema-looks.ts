import { z } from 'zod';
import { CheckedByList, ComparedBlock, DateText, Id, listOf, Text } from './schema.ts';
import { Anchor, DayOrYear } from './schema-state.ts';
import { RESERVATION_KINDS } from './state-law.ts';
import { State } from './states.ts';

const verification = { compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };
const LISTED_KINDS = RESERVATION_KINDS.filter((kind) => kind !== 'denunciation');
const entry = {
  kind: z.enum(LISTED_KINDS, `write one of ${LISTED_KINDS.join(', ')}`),
  article: listOf(Anchor).optional(),
  text: Text,
  from: DayOrYear.optional(),
};

export type ReservationsFile = z.infer<typeof ReservationsFile>;
/** What States said of one instrument, as a list of its depositary tells it. */
export const ReservationsFile = z.strictObject(
  {
    reservations_to: Id,
    as_of: DateText,
    ...verification,
    alike: z
      .array(
        z.strictObject(
          { ...entry, states: z.array(State, 'write a list of States').min(1).max(300) },
          'write kind, text and states',
        ),
        'write a list of kind, text and states',
      )
      .optional(),
    said: z
      .record(
        State,
        z.array(z.strictObject(entry, 'write kind and text'), 'write a list of kind and text').min(1),
        'write each State with what it said',
      )
      .optional(),
    unread: z.array(State, 'write a list of States').max(300).optional(),
  },
  'write reservations_to, as_of, and the States under said, alike or unread',
);

export type OrganisationFile = z.infer<typeof OrganisationFile>;
/** Which States are, or could become, members of an organisation. */
export const OrganisationFile = z.strictObject(
  {
    organisation: Id,
    names: z.strictObject({ en: Text, fr: Text, ar: Text, es: Text }, 'write en, fr, ar and es'),
    as_of: DateText,
    ...verification,
    could_join: z.array(State, 'write a list of States').min(1).max(300),
  },
  'write organisation, names, as_of and could_join',
);
