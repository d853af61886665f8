// The process in which DuckDB reads a population. Plain JavaScript, so that it runs under Node's permission model, where no
// TypeScript can be compiled. It can open one file, which it is given as descriptor 3; it has no environment; and it takes
// the messages of a closed list, one a line, and answers each with one line.
import { rmSync } from 'node:fs';
import { platform } from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** The descriptor as a path: it leads to the file that was opened, and never to another that took its name. */
const SOURCE = platform() === 'linux' ? '/proc/self/fd/3' : '/dev/fd/3';
const [folder = '', library = ''] = process.argv.slice(2);
const { DuckDBInstance, StatementType } = await import(pathToFileURL(library).href);

/** What may be asked of DuckDB. Nothing here writes a file, changes a setting, loads code or attaches anything. */
const MAY_RUN = new Set([
  StatementType.SELECT,
  StatementType.CREATE,
  StatementType.INSERT,
  StatementType.DELETE,
  StatementType.DROP,
]);

let instance;
const lanes = new Map();

/** Opens DuckDB with its doors shut: the settings cannot be changed again, and no statement has run before. */
async function open({ memoryMb, threads, tempMb }) {
  instance = await DuckDBInstance.create(':memory:', {
    threads: `${threads}`,
    memory_limit: `${memoryMb}MB`,
    temp_directory: `${folder}/spill`,
    max_temp_directory_size: `${tempMb}MB`,
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    enable_external_file_cache: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  // A table on whose small parts more than one thread can work.
  await connection.run(`ATTACH ':memory:' AS work (ROW_GROUP_SIZE 16384)`);
  await connection.run(`SET allowed_paths = ['${SOURCE}']`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const [row] = (await connection.runAndReadAll('SELECT version() AS version')).getRowObjectsJS();
  connection.closeSync();
  return { version: String(row?.version), source: SOURCE };
}

async function laneOf(number) {
  const found = lanes.get(number);
  if (found) return found;
  const connection = await instance.connect();
  await connection.run('USE work');
  lanes.set(number, connection);
  return connection;
}

/** Runs one statement and gives its rows. A lane is a connection; its temporary tables are its own. */
async function ask({ sql, lane }) {
  const connection = await laneOf(lane);
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error('Engine refuses: one statement at a time.');
  const prepared = await statements.prepare(0);
  if (!MAY_RUN.has(prepared.statementType)) throw new Error('Engine refuses: this kind of statement.');
  const reader = await prepared.runAndReadAll();
  return { names: reader.columnNames(), rows: reader.getRowsJS().map((row) => row.map(plain)) };
}

function plain(value) {
  // A word of 64 records has more digits than a number keeps.
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Date ? value.toISOString().slice(0, 10) : value;
}

const ANSWERS = {
  open,
  ask,
  // The most memory that the process has held so far.
  memory: async () => ({ maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
  interrupt: async () => {
    for (const connection of lanes.values()) connection.interrupt();
    return {};
  },
};

async function answer(line) {
  const { id, kind, ...message } = JSON.parse(line);
  try {
    const made = Object.hasOwn(ANSWERS, kind) ? await ANSWERS[kind](message) : undefined;
    if (!made) throw new Error('Engine refuses: this kind of message.');
    say({ id, ...made });
  } catch (error) {
    say({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The end: whoever started this process has gone, or has closed the pipe. What was spilled goes with it. */
function end() {
  try {
    rmSync(folder, { recursive: true, force: true });
  } finally {
    // An exit in the ordinary way waits for DuckDB's threads: a long query would go on with nobody to tell.
    process.kill(process.pid, 'SIGKILL');
  }
}

// Ctrl-C reaches every process of a terminal; whoever started this one decides.
process.on('SIGINT', () => {});
process.stdout.on('error', end);
const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
input.on('line', (line) => void answer(line));
input.on('close', end);
