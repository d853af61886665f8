import { confirmErasure, lookAtKeeping, proposeErasure } from '../../keeping/erase.ts';
import { confirmHold, confirmRelease, proposeHold, proposeRelease } from '../../keeping/hold.ts';
import { askGlass } from '../ask-glass.ts';
import { confirmGlass, letInByGlass } from '../break-glass.ts';
import { confirmExclusion, confirmReturn, excludeWorker, proposeReturn, recuseOneself } from '../exclude.ts';
import { findByName } from '../find-by-name.ts';
import { type GivenGrant, giveGrant, recordRefusal, withdrawGrant } from '../grants.ts';
import { lookAtFile } from '../look-at-file.ts';
import { PARTS } from '../parts.ts';
import { readPart } from '../read-part.ts';
import { recordStatement } from '../record.ts';
import type { AskedSecond } from '../second-person.ts';
import { closeFile, confirmReopening, proposeReopening, withdrawPerson } from '../standing.ts';
import { giveKeys, handOver, letIn, remove } from '../who-may-open.ts';
import type { TestWorker } from './agency.ts';

/** What is done at a file, and by what it is named: ids of this file or of another, and words. */
export type VerbAt = {
  fileId: string;
  workerId: string;
  grantId: string;
  /** Of break-glass. */
  glass: AskedSecond;
  /** Of an exclusion. */
  second: AskedSecond;
  words: string;
};

/** A consent with these words in it. */
export function consentWith(fileId: string, words: string): GivenGrant {
  return {
    fileId,
    ...{
      recipientKind: 'service',
      recipient: `${words} clinic`,
      mandates: ['health'],
      purpose: `${words} purpose`,
    },
    ...{
      categories: ['identity'],
      expiresOn: '2026-06-30',
      wording: 'b'.repeat(64),
      language: `${words} language`,
    },
    ...{ capacity: 'with-guardian', guardian: `${words} guardian`, personAsks: false },
  };
}

type Verb = (worker: TestWorker, at: VerbAt) => Promise<{ ok: boolean; why?: string }>;

const told = { source: 'person', certainty: 'certain' } as const;

/** Every verb that names a file, from reading to taking it away. */
export const VERBS_AT_FILE: Readonly<Record<string, Verb>> = {
  look: (worker, { fileId }) => lookAtFile(worker, fileId),
  ...Object.fromEntries(
    PARTS.map((part): [string, Verb] => [
      `read ${part}`,
      (worker, { fileId }) => readPart(worker, { fileId, part }),
    ]),
  ),
  record: (worker, { fileId, words }) =>
    recordStatement(worker, { fileId, compartment: 'narrative', about: 'told', words, ...told }),
  'record a name': (worker, { fileId, words }) =>
    recordStatement(worker, { fileId, compartment: 'identity', about: 'name', words, ...told }),
  'give a grant': (worker, { fileId, words }) => giveGrant(worker, consentWith(fileId, words)),
  'withdraw a grant': (worker, { fileId, grantId }) => withdrawGrant(worker, { fileId, grantId }),
  refuse: (worker, { fileId, words }) => recordRefusal(worker, { fileId, recipient: words, purpose: words }),
  'let in': (worker, { fileId, workerId }) => letIn(worker, { fileId, workerId }),
  'give keys': (worker, { fileId, workerId }) => giveKeys(worker, { fileId, workerId }),
  remove: (worker, { fileId, workerId }) => remove(worker, { fileId, workerId }),
  exclude: (worker, { fileId, workerId, words }) =>
    excludeWorker(worker, { fileId, workerId, reason: words, wish: 'person' }),
  'exclude for the agency': (worker, { fileId, workerId, words }) =>
    excludeWorker(worker, { fileId, workerId, reason: words, wish: 'agency', as: 'suspected' }),
  'confirm an exclusion': (worker, { second }) => confirmExclusion(worker, second),
  'propose a return': (worker, { fileId, workerId, words }) =>
    proposeReturn(worker, { fileId, workerId, reason: words, personAgrees: true }),
  'confirm a return': (worker, { second }) => confirmReturn(worker, second),
  withdraw: (worker, { fileId, words }) => withdrawPerson(worker, { fileId, words }),
  close: (worker, { fileId, words }) => closeFile(worker, { fileId, why: 'other', words }),
  'propose to reopen': (worker, { fileId, words }) =>
    proposeReopening(worker, { fileId, reason: words, personAsks: true }),
  'confirm to reopen': (worker, { second }) => confirmReopening(worker, second),
  'look at its keeping': (worker, { fileId }) => lookAtKeeping(worker, fileId, undefined),
  hold: (worker, { fileId, words }) => proposeHold(worker, { fileId, reviewOn: '2099-01-01', reason: words }),
  'confirm a hold': (worker, { second }) => confirmHold(worker, second),
  'propose to release': (worker, { fileId, words }) => proposeRelease(worker, { fileId, reason: words }),
  'confirm to release': (worker, { second }) => confirmRelease(worker, second),
  'propose to erase': (worker, { fileId, words }) =>
    proposeErasure(worker, { fileId, why: 'person-asks', reason: words }, undefined),
  'confirm to erase': (worker, { second }) => confirmErasure(worker, second, undefined),
  'hand over': (worker, { fileId, workerId }) => handOver(worker, { fileId, workerId }),
  recuse: (worker, { fileId }) => recuseOneself(worker, fileId),
  confirm: (worker, { glass }) => confirmGlass(worker, glass),
  seal: (worker, { glass }) => letInByGlass(worker, glass),
};

/** Verbs that name no file, and find one by what is typed. */
export const VERBS_BY_WORDS = {
  find: (worker: TestWorker, words: string) => findByName(worker, words),
  ask: (worker: TestWorker, codeName: string) =>
    askGlass(worker, { codeName, compartment: 'narrative', hours: 1, reason: 'x' }),
} as const;
