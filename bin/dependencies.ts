import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = dirname(import.meta.dirname);

/** A package as the lock has it. */
export type Package = {
  name: string;
  version: string;
  licence: string;
  hasScript: boolean;
  /** How it came in: a node needs it, tests and tools need it, or a package that is needed does. */
  as: 'node' | 'tools' | 'through';
  /** Not installed by who only runs a node. */
  isForTools: boolean;
  /** How many packages it names itself as needed. */
  needs: number;
};

/** When a package's version was released, and the newest there is: days, as the registry told them. */
export type Release = { released: string; newest: string; newestDay: string };

type Locked = {
  version: string;
  license?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  link?: boolean;
  dependencies?: Record<string, string>;
};
type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> };

/** Every package of the lock but ours, once per version, by name. */
export async function readPackages(): Promise<Package[]> {
  const [lock, manifest] = await Promise.all([
    readJson<{ packages: Record<string, Locked> }>('package-lock.json'),
    readJson<Manifest>('package.json'),
  ]);
  const ours = await Promise.all(
    Object.keys(lock.packages)
      .filter((path) => path.startsWith('packages/'))
      .map((path) => readJson<Partial<Manifest>>(join(path, 'package.json'))),
  );
  const needed = new Set([manifest, ...ours].flatMap(({ dependencies }) => Object.keys(dependencies ?? {})));
  const found = Object.entries(lock.packages).flatMap(([path, locked]): Package[] => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (!path.includes('node_modules/') || locked.link) return [];
    const isTop = path === `node_modules/${name}`;
    const as =
      isTop && needed.has(name) ? 'node' : isTop && name in manifest.devDependencies ? 'tools' : 'through';
    return [
      {
        name,
        version: locked.version,
        licence: locked.license ?? '',
        hasScript: locked.hasInstallScript ?? false,
        as,
        isForTools: locked.dev ?? false,
        needs: Object.keys(locked.dependencies ?? {}).length,
      },
    ];
  });
  const once = new Map(found.map((each) => [`${each.name}@${each.version}`, each]));
  return [...once.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Why each package is there that is named in a package.json of ours. */
export function readReasons(): Promise<Record<string, string>> {
  return readJson('bin/dependency-reasons.json');
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(join(root, path), 'utf8')) as T;
}

/** Asks the registry that npm is set to, and writes the page. Throws if it does not answer for a package. */
export async function writeDependencies(): Promise<void> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { cwd: root });
  const registry = stdout.trim().split('\n').at(-1) ?? '';
  const packages = await readPackages();
  const releases = new Map<string, Release>();
  const waiting = [...packages];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      releases.set(`${next.name}@${next.version}`, await askRelease(registry, next));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const reasons = await readReasons();
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(join(root, 'docs', 'dependencies.md'), renderPage({ packages, releases, reasons, day }));
}

async function askRelease(registry: string, { name, version }: Package): Promise<Release> {
  const answer = await fetch(new URL(name.replace('/', '%2f'), registry));
  if (!answer.ok) throw new Error(`The registry answered ${answer.status} for ${name}.`);
  const told = (await answer.json()) as {
    'dist-tags': Record<string, string>;
    time?: Record<string, string>;
  };
  const newest = told['dist-tags'].latest ?? '';
  const dayOf = (of: string) => told.time?.[of]?.slice(0, 10) ?? 'not told';
  return { released: dayOf(version), newest, newestDay: dayOf(newest) };
}

export type PageParts = {
  packages: readonly Package[];
  releases: ReadonlyMap<string, Release>;
  reasons: Readonly<Record<string, string>>;
  day: string;
};

/** The page, as Markdown. */
export function renderPage({ packages, releases, reasons, day }: PageParts): string {
  const of = (as: Package['as']) => packages.filter((each) => each.as === as);
  const direct = (as: Package['as']) => [
    '| package | version | licence | released | newest | needs | script | why |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...of(as).map((each) => {
      const { released, newest, newestDay } = releases.get(`${each.name}@${each.version}`) ?? unknown;
      const last = newest === each.version ? 'this' : `${newest}, ${newestDay}`;
      return `| ${each.name} | ${each.version} | ${each.licence} | ${released} | ${last} | ${each.needs} | ${scriptWord(each)} | ${reasons[each.name] ?? ''} |`;
    }),
  ];
  const through = of('through').map((each) => {
    const { released } = releases.get(`${each.name}@${each.version}`) ?? unknown;
    return `| ${each.name} | ${each.version} | ${each.licence} | ${released} | ${scriptWord(each)} | ${each.isForTools ? 'tools' : 'node'} |`;
  });
  return `${[
    '# What is installed, and why',
    '',
    `Made by \`npm run list:dependencies\` on ${day}: names, versions, licences and scripts from the lock, days from the registry. A test holds it`,
    'against the lock. “Script” says whether a package asks to run a program of its own when it is installed; `allowScripts` in',
    '`package.json` names the two that may. `npm run sbom` prints all of it, with hashes, as CycloneDX for machines.',
    '',
    '## What a node needs',
    '',
    ...direct('node'),
    '',
    '## What tests and tools need',
    '',
    ...direct('tools'),
    '',
    '## What comes with them',
    '',
    'Those for another system or processor are left out when they are installed.',
    '',
    '| package | version | licence | released | script | for |',
    '| --- | --- | --- | --- | --- | --- |',
    ...through,
  ].join('\n')}\n`;
}

const unknown: Release = { released: 'not told', newest: '', newestDay: '' };

function scriptWord({ hasScript }: Package): string {
  return hasScript ? 'yes' : '';
}
