/** What the desk notes for whoever runs a node: a closed list. Never whose it was, of which agency, or from where. */
export const DESK_EVENTS = [
  /** Somebody signed in, and by which second factor. */
  'sign-in.done',
  /** Name, passphrase and second factor did not go together: which of them is not said. */
  'sign-in.wrong',
  /** An attempt at a name that has had too many wrong ones within the hour. */
  'sign-in.spent',
  /** A passphrase whose turn to be made a key did not come. */
  'sign-in.turned-away',
  /** Somebody who is signed in gave a wrong passphrase, or a wrong second factor, where these are asked for anew. */
  'proof.wrong',
  /** The same after too many wrong ones within the hour. */
  'proof.spent',
  /** A form without the token of its session, or with another's. */
  'form.without-token',
  /** A program brought a token that does not hold, or asked for what its token was not made for. */
  'token.wrong',
  /** Somebody, or a program for them, asked for what their roles do not include. */
  'desk.refused',
] as const;
export type DeskEvent = (typeof DESK_EVENTS)[number];

/** By what somebody proved to be a worker beside the passphrase. */
export type FactorKind = 'code' | 'passkey' | 'provider';

/** Notes an event. It takes nothing else, so nothing else can be written down. */
export type NoteDeskEvent = (event: DeskEvent, facts?: { factor: FactorKind }) => void;
