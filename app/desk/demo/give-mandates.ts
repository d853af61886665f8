import type { Door } from '../../store/index.ts';
import { IN_FORCE, MANDATE_LINE } from '../keys/agency-rules.ts';
import { headOf, nextOf, readLine, signFirst, signSecond, writeStatement } from '../keys/line.ts';
import type { Pins } from '../keys/roster.ts';
import type { Signer } from '../keys/statement.ts';
import type { Mandate } from '../policy/index.ts';

/** Two people who sign, and the door through which it is written. */
type Giving = { door: Door; first: Signer & { pins: Pins }; second: Signer; at: Date };

/** Says of an agency, signed by two people of it, what it is there for: for demos and tests, which nobody has to be shown. */
export async function giveMandates(
  { door, first, second, at }: Giving,
  mandates: readonly Mandate[],
): Promise<void> {
  const { agencyId } = first.me;
  for (const thing of mandates)
    await door.write({ action: 'mandate.confirm', thing: `mandate ${thing}` }, async (transaction) => {
      const head = headOf(await readLine({ transaction, pins: first.pins }, MANDATE_LINE, thing));
      if (!head) throw new Error('A mandate that is not as it was signed cannot be given.');
      const said = signFirst(first, nextOf({ kind: 'mandate', thing }, head, IN_FORCE));
      await writeStatement(transaction, { agencyId, at }, { ...said, second: signSecond(second, said) });
    });
}
