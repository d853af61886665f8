import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What one part of a node has used so far, and holds now. */
export type Use = { cpuMs: number; megabytes: number };
export type Part = 'supervisor' | 'web' | 'postgres';

/**
 * What the processes of a node have used: the supervisor with this id, its web process, and PostgreSQL with all its own.
 * Memory is the share of each process in what it holds with others (PSS), so that nothing is counted twice. Linux only.
 */
export function readUse(supervisor: number): Record<Part, Use> {
  const use: Record<Part, Use> = {
    supervisor: { cpuMs: 0, megabytes: 0 },
    web: { cpuMs: 0, megabytes: 0 },
    postgres: { cpuMs: 0, megabytes: 0 },
  };
  const children = readChildren();
  const add = (pid: number, part: Part): void => {
    use[part].cpuMs += readCpu(pid);
    use[part].megabytes += readMegabytes(pid);
    for (const child of children.get(pid) ?? []) add(child, part === 'supervisor' ? partOf(child) : part);
  };
  add(supervisor, 'supervisor');
  return use;
}

function partOf(pid: number): Part {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('web.mjs') ? 'web' : 'postgres';
}

function readChildren(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? Number(readStat(Number(name))[1]) : Number.NaN;
    if (!Number.isNaN(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** The fields of /proc/PID/stat from the state on; none if the process has ended. */
function readStat(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Time of the process and of those of its children that have ended. */
function readCpu(pid: number): number {
  const ticks = readStat(pid).slice(11, 15);
  return (ticks.reduce((sum, part) => sum + Number(part), 0) * 1000) / ticksASecond();
}

let known: number | undefined;

function ticksASecond(): number {
  known ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return known;
}

function readMegabytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** How many cores each part kept busy, and the memory that it holds at the end. */
export function useBetween(before: Record<Part, Use>, after: Record<Part, Use>, seconds: number) {
  const parts = Object.keys(after) as Part[];
  return Object.fromEntries(
    parts.map((part) => [
      part,
      {
        cores: Number(((after[part].cpuMs - before[part].cpuMs) / 1000 / seconds).toFixed(3)),
        megabytes: Math.round(after[part].megabytes),
      },
    ]),
  );
}
