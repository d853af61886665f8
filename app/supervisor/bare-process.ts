import { type ChildProcess, fork } from 'node:child_process';

/** A core dump would hold what was typed: a shell forbids it for good, and becomes the process. */
const withoutCore = {
  execPath: '/bin/sh',
  execArgv: ['-c', 'ulimit -c 0; unset PWD OLDPWD SHLVL; exec "$0" "$@"', process.execPath],
};

/** Starts a process of the node. It has almost no environment, may leave no core dump, and learns the rest over its channel. */
export function forkBare(entry: string): ChildProcess {
  return fork(entry, [], {
    ...withoutCore,
    env: { PATH: process.env.PATH, TZ: process.env.TZ, NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS },
    // A group of its own: the terminal's Ctrl-C is for the supervisor, which lets this process finish.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
