import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const program = '/usr/sbin/nginx';
const checkout = dirname(dirname(import.meta.dirname));
const tls = join(checkout, 'app', 'supervisor', 'testing', 'tls');

/** The certificate that a proxy under test serves, for clients that are to trust it. */
export const certificateFile = join(tls, 'certificate.pem');

export const hasNginx = existsSync(program);

/** Debian's nginx with the file that operators are given, on ports of its own. */
export type Nginx = {
  port: number;
  plainPort: number;
  /** The files that its processes hold open, those that were removed from their folder among them. */
  openFiles(): Promise<string[]>;
  /** Ends it and returns all that it wrote into files that still had a name, put together. */
  stop(): Promise<string>;
};

export type NginxStart = {
  ports: { proxy: number; plain: number; node: number };
  /** Changes the file as an operator might: what a line of it defends shows once it is gone. */
  change?: (text: string) => string;
};

/** Starts it, and resolves when it listens. Rejects with what it said if it does not start. */
export async function startNginx({ ports, change = (text) => text }: NginxStart): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'clew-nginx-'));
  await mkdir(join(folder, 'logs'));
  const site = await readFile(join(checkout, 'deploy', 'nginx.conf'), 'utf8');
  await writeFile(join(folder, 'nginx.conf'), whole(change(forThisMachine(site, ports)), folder));
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'logs', 'start.log')];
  const tried = spawnSync(program, [...args, '-t'], { encoding: 'utf8' });
  if (tried.status !== 0) throw new Error(tried.stderr);
  const child = spawn(program, args, { stdio: 'ignore' });
  await untilListening(ports.proxy, child);
  return {
    port: ports.proxy,
    plainPort: ports.plain,
    openFiles: () => filesOf(child),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      const written = await readAll(folder).catch(() => '');
      await rm(folder, { recursive: true, force: true });
      return written;
    },
  };
}

function forThisMachine(site: string, { proxy, plain, node }: NginxStart['ports']): string {
  return site
    .replaceAll('listen 443', `listen 127.0.0.1:${proxy}`)
    .replaceAll('listen [::]:443', `listen [::1]:${proxy}`)
    .replaceAll('listen 80', `listen 127.0.0.1:${plain}`)
    .replaceAll('listen [::]:80', `listen [::1]:${plain}`)
    .replaceAll('127.0.0.1:1414', `127.0.0.1:${node}`)
    .replaceAll('clew.example.org', 'localhost')
    .replaceAll(/\/etc\/letsencrypt\S+fullchain\.pem/g, `"${certificateFile}"`)
    .replaceAll(/\/etc\/letsencrypt\S+privkey\.pem/g, `"${join(tls, 'key.pem')}"`)
    .replaceAll(/_timeout (?:10|30)s/g, '_timeout 2s');
}

/** What stands around a site in Debian's own nginx.conf, with folders of its own. */
function whole(site: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path "${join(folder, name)}";`)
    .join('\n');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; master_process on; pid "${join(folder, 'pid')}";
events { worker_connections 768; }
http { access_log "${join(folder, 'logs', 'access.log')}"; gzip on; ${temporary}
${site} }`;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('nginx ended before it listened.');
    const socket = connect({ host: '127.0.0.1', port });
    const there = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (there) return;
  }
}

async function readAll(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== 'nginx.conf');
  return (
    await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
  ).join('\n');
}

async function filesOf(master: ChildProcess): Promise<string[]> {
  const pids = await readFile(`/proc/${master.pid}/task/${master.pid}/children`, 'utf8');
  const found: string[] = [];
  for (const pid of [String(master.pid), ...pids.trim().split(' ')])
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => []))
      found.push(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''));
  return found;
}
