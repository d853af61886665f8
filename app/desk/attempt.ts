/** Thrown inside a transaction it undoes all of it, its entry in the journal too, and says why. */
class Undone<Why extends string> extends Error {
  readonly why: Why;
  constructor(why: Why) {
    super(why);
    this.why = why;
  }
}

/** Does work that may find, inside its transaction, that it must not be done. What else it throws is passed on. */
export async function attempt<Why extends string>(
  work: (undo: (why: Why) => never) => Promise<unknown>,
): Promise<{ ok: true } | { ok: false; why: Why }> {
  const undo = (why: Why): never => {
    throw new Undone(why);
  };
  try {
    await work(undo);
    return { ok: true };
  } catch (error) {
    if (error instanceof Undone) return { ok: false, why: error.why as Why };
    throw error;
  }
}
