import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A text that tells this process from any later one with the same number: when it began, as the system says.
 * Returns undefined if there is no such process.
 */
export async function identifyProcess(pid: number): Promise<string | undefined> {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = await readProcessStat(pid);
    if (!stat || stat.state === 'Z') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()} ${stat.begun}`;
  }
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}

/** The process that started this one, and its command; undefined where the system does not tell. */
export async function readProcessStat(
  pid: number,
): Promise<{ parent: number; command: string; state: string; begun: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The command stands in brackets and may hold anything, brackets and spaces too (proc(5)).
  const end = text.lastIndexOf(')');
  const command = text.slice(text.indexOf('(') + 1, end);
  const fields = text.slice(end + 2).split(' ');
  return { command, state: fields[0] ?? '', parent: Number(fields[1]), begun: fields[19] ?? '' };
}
