import { identifyProcess, readProcessStat } from './process-identity.ts';

/**
 * Calls `gone` once when whoever started this process is gone. npm runs a script through a shell: if npm is killed
 * the shell may live on, so where the parent is a shell of npm's, npm itself is watched too.
 * Returns a function that ends the watch.
 */
export async function watchParent(gone: () => void, everyMs = 250): Promise<() => void> {
  const parent = process.ppid;
  const grandparent = await findLauncher(parent);
  const identity = grandparent === undefined ? undefined : await identifyProcess(grandparent);
  const timer = setInterval(async () => {
    const lost =
      process.ppid !== parent ||
      (grandparent !== undefined && (await identifyProcess(grandparent)) !== identity);
    if (!lost) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function findLauncher(parent: number): Promise<number | undefined> {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const stat = await readProcessStat(parent);
  return stat && /^(sh|dash|bash|ash|busybox)$/.test(stat.command) ? stat.parent : undefined;
}
