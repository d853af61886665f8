import { statfs } from 'node:fs/promises';

const lowBytes = 256 * 1024 * 1024;

/** Bytes that are free for us on the disk of a folder. */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A warning if so little is free that writing will soon fail, else undefined. */
export function describeLowDisk(freeBytes: number, folder: string): string | undefined {
  if (freeBytes >= lowBytes) return undefined;
  const megabytes = Math.floor(freeBytes / 1024 / 1024);
  return `The disk that holds ${folder} has ${megabytes} MB left. When it is full nothing new can be kept. Free some space.`;
}

/** Looks at an interval and warns once each time the disk becomes nearly full. Returns a function that ends the watch. */
export function watchDisk(folder: string, tell: (line: string) => void, everyMs = 30_000): () => void {
  let told = false;
  const look = async () => {
    const warning = describeLowDisk(await readFreeBytes(folder), folder);
    if (warning && !told) tell(warning);
    told = warning !== undefined;
  };
  const lookQuietly = () => void look().catch(() => undefined);
  const timer = setInterval(lookQuietly, everyMs);
  timer.unref();
  lookQuietly();
  return () => clearInterval(timer);
}
