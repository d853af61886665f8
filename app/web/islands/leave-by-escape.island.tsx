/**
 * Three quick presses of Escape leave, as the link does. Only an addition: the link needs no script.
 * The page is replaced, so that Back does not lead here again.
 */
declare function addEventListener(type: 'keydown', listener: (event: KeyPress) => void): void;
declare const location: { replace(address: string): void };
interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  /** Milliseconds since the page began. */
  readonly timeStamp: number;
}

const PRESSES = 3;
const WITHIN_MS = 1500;
let presses: number[] = [];

addEventListener('keydown', (event) => {
  // A key that is held down repeats itself; only presses count.
  if (event.repeat) return;
  presses = event.key === 'Escape' ? [...presses, event.timeStamp].slice(-PRESSES) : [];
  const [first] = presses;
  if (first !== undefined && presses.length === PRESSES && event.timeStamp - first <= WITHIN_MS)
    location.replace('/x');
});

export {};
