/**
 * Why nothing was done. `not-found`: there is no such file, or the worker may not see that there is. `forbidden`: they see
 * it, and may not do this. `no-key`: they may, and nobody has given them the key, or the one they were given is not
 * sound. `changed`: what the form was about is not there (any more). `nobody`: it takes a second person, and nobody else may
 * confirm it. `wish`: the person wished otherwise, and nobody says that they changed their mind. `opens-nothing`:
 * the colleague's roles open no part of the file. `overtaken`: something else was said about the file since it was proposed.
 * `other-content`: what is to be confirmed is not what the page showed. `too-many`: this worker has asked so much that still
 * waits. `broken`: what the database holds of it is not as it was signed. `held`: a hold stands, or was asked for. `waits`: it is too early.
 */
export type Refused = {
  ok: false;
  why:
    | 'not-found'
    | 'forbidden'
    | 'no-key'
    | 'changed'
    | 'nobody'
    | 'wish'
    | 'opens-nothing'
    | 'overtaken'
    | 'other-content'
    | 'too-many'
    | 'broken'
    | 'held'
    | 'waits';
};

/** Ends a use case from within its transaction, which leaves nothing behind. */
export class Refusal extends Error {
  readonly why: Refused['why'];
  constructor(why: Refused['why']) {
    super(`refused: ${why}`);
    this.why = why;
  }
}
