import type { Door } from '../../store/index.ts';
import type { Names } from '../agency/names.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Actor } from '../policy/index.ts';
import type { SessionTicket } from '../session/ticket.ts';

/** The worker behind a request: who they are, what they may read and write, what they can open. Good for this request alone. */
export type SignedIn = {
  desk: Desk;
  /** Whom `may` asks about. */
  actor: Actor;
  door: Door;
  keys: Keyring;
  names: Names;
  session: SessionTicket;
  /** What every form must carry; `DeskForm` does it by itself. */
  formToken: string;
};
