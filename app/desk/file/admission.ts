import type { Selectable } from 'kysely';
import type { Schema } from '../../store/index.ts';
import type { Pins } from '../keys/roster.ts';
import { type Signer, type Statement, signStatement, whoSigned } from '../keys/statement.ts';
import type { Compartment } from '../policy/index.ts';
import type { FileTransaction } from './file-desk.ts';

/** Who was let in by break-glass, by whom, and until when, as the database has it. */
type AdmissionRow = Selectable<Schema['clew.file_admission']>;
type Said = Omit<AdmissionRow, 'agency_id' | 'sealed_by' | 'sealed_entry' | 'signature'>;
/** The same where whoever sealed the key signed it. */
type Admitted = AdmissionRow & { compartment: Compartment };

/** Signs whom one lets in, where, on whose word and until when. */
export function signAdmission(
  signer: Signer,
  said: Said,
): Pick<AdmissionRow, 'sealed_by' | 'sealed_entry' | 'signature'> {
  const { workerId, number } = signer.me;
  return {
    sealed_by: workerId,
    sealed_entry: number,
    signature: signStatement(signer, statementOf(said)),
  };
}

/**
 * Those admissions that whoever sealed the key signed. What was changed or put in, or lasts longer, is none; nor is what was signed
 * with keys that a renewal of the roster key retired.
 */
export async function provenAdmissions(
  transaction: FileTransaction,
  pins: Pins,
  rows: readonly AdmissionRow[],
): Promise<Admitted[]> {
  const proven: Admitted[] = [];
  for (const row of rows) {
    const signed = { by: row.sealed_by, entry: row.sealed_entry, signature: row.signature };
    const sealer = await whoSigned(transaction, pins, { statement: statementOf(row), signed });
    if (sealer && sealer.isRetired !== true)
      proven.push({ ...row, compartment: row.compartment as Compartment });
  }
  return proven;
}

function statementOf(said: Said): Statement {
  const { admission_id, file_id, compartment, worker_id, confirmed_by, expires_at } = said;
  return {
    words: ['admission', admission_id],
    content: JSON.stringify([file_id, compartment, worker_id, confirmed_by, expires_at.toISOString()]),
  };
}
