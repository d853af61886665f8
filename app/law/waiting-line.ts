/** Gives out turns, one at a time; or nothing where the line is full. */
export type WaitingLine = <T>(work: () => Promise<T>) => Promise<T> | undefined;

/**
 * A line for work that holds the whole process while it is done: one at a time, in the order in which they came, and at
 * most so many waiting. Between two turns everything else gets its own. Work that fails fails for itself alone.
 */
export function waitingLine(mostWaiting: number): WaitingLine {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (inside > mostWaiting) return undefined;
    inside += 1;
    const turn = last.then(everythingElse).then(work);
    last = turn.then(ended, ended);
    return turn;
  };

  function ended(): void {
    inside -= 1;
  }
}

/** Requests that arrived meanwhile are read, and refused where the line is full, before the next turn begins. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
