import type { Planter, Typed } from '../stolen-disk/planter.ts';
import type { World } from './world.ts';
import { AGENCY_WRITERS } from './writers-agency.ts';
import { DIRECTORY_WRITERS } from './writers-directory.ts';
import { FILE_WRITERS } from './writers-file.ts';
import { PEOPLE_WRITERS } from './writers-people.ts';
import { POPULATION_WRITERS } from './writers-populations.ts';

/** Somebody in front of a form, just before they send it. */
export type Step = {
  browser: Planter;
  path: string;
  typed?: Typed | undefined;
  /** Where the words stand afterwards, to whoever may read them. */
  shown?: { words: string; on: () => Promise<string> };
};

/** Brings somebody so far that only the form is left to be sent, whatever was sent or lost before. */
export type Writer = (world: World) => Promise<Step>;

/** For every form of the desk that writes, who writes by it. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  ...AGENCY_WRITERS,
  ...DIRECTORY_WRITERS,
  ...FILE_WRITERS,
  ...PEOPLE_WRITERS,
  ...POPULATION_WRITERS,
};

/** Forms that are sent without a writer here, and why. */
export const WITHOUT_WRITER: Readonly<Record<string, string>> = {
  'POST /desk/files/:file/opened': 'turns to what is older; reads only',
  'POST /desk/files/:file/people/keys': 'for who waits for a key, and who waits has only just lost one',
  'POST /desk/keys/roster/complete': 'for a key that two people made, which every colleague then takes over',
  'POST /desk/leaflets': 'is printed; writes nothing',
  'POST /desk/populations/:population/:run/go-on':
    'for a count that rests, and one that is stopped may have ended before',
  'POST /desk/populations/:population/:run/stop':
    'for a count under way, which may end before the form is sent',
  'POST /desk/provider': 'asks a provider over HTTPS before it writes, and no test reaches one',
  'POST /desk/provider/confirm': 'for an agency with a provider',
  'POST /desk/sign-in/from': 'for who comes back from a provider',
  'POST /desk/sign-in/provider': 'for who signs in through a provider',
  'POST /desk/second/erase': 'for an erasure that has waited for days, and when it was proposed is signed',
  'POST /desk/you/keys/waiting': 'for who waits for keys that are made anew',
};
