import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installNpmPeers, installPypiPeers, type PeerPlace } from './peers.ts';

// Stand-ins for npm and python3, so that no test asks a registry: they note what they were asked.
const npm = `#!/bin/sh
echo "npm $*" >>"$ASKED"
mkdir -p node_modules/peer && echo '{"name":"peer","main":"main.js"}' >node_modules/peer/package.json
: >node_modules/peer/main.js
`;
const python = `#!/bin/sh
echo "python $*" >>"$ASKED"
[ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
[ "$FAIL" != "$2" ]
`;

let folder: string;
let place: PeerPlace & { cache: string; env: NodeJS.ProcessEnv };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew peers '));
  place = {
    cache: join(folder, 'cache'),
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ASKED: join(folder, 'asked') },
  };
  await mkdir(place.cache);
  for (const [name, text] of [
    ['npm', npm],
    ['python3', python],
  ] as const) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
});
afterEach(() => rm(folder, { recursive: true }));

describe('peers', () => {
  test('from npm stand in a folder of their own, installed once', async () => {
    const first = await installNpmPeers({ peer: '1.2.3' }, place);
    const again = await installNpmPeers({ peer: '1.2.3' }, place);
    expect(again.folder).toBe(first.folder);
    expect(first.resolve('peer')).toBe(join(first.folder, 'node_modules/peer/main.js'));
    const manifest = JSON.parse(await readFile(join(first.folder, 'package.json'), 'utf8'));
    expect(manifest.dependencies).toEqual({ peer: '1.2.3' });
    expect(await asked()).toHaveLength(1);
  });

  test('from PyPI stand in a virtual environment of their own, installed once', async () => {
    const { python: path, folder: own } = await installPypiPeers({ numpy: '2.1.0', peer: '0.9' }, place);
    await installPypiPeers({ peer: '0.9', numpy: '2.1.0' }, place);
    expect(path).toBe(join(own, 'bin/python'));
    expect(await asked()).toEqual([
      `python -m venv ${own}`,
      expect.stringMatching(/^python -m pip install .*numpy==2\.1\.0 peer==0\.9$/),
    ]);
  });

  test('another version is another folder', async () => {
    const [one, two] = [
      await installNpmPeers({ peer: '1.0.0' }, place),
      await installNpmPeers({ peer: '1.0.1' }, place),
    ];
    expect(one.folder).not.toBe(two.folder);
  });

  test('one that failed half-way is installed anew', async () => {
    place.env.FAIL = 'pip';
    await expect(installPypiPeers({ peer: '0.9' }, place)).rejects.toThrow('pip install');
    delete place.env.FAIL;
    await installPypiPeers({ peer: '0.9' }, place);
    expect(await asked()).toHaveLength(4);
  });

  test.each(['latest', '^1.2.3', '1.x', '>=2', '*', ''])(
    'the version "%s" is not exact and is refused',
    async (version) => {
      await expect(installNpmPeers({ peer: version }, place)).rejects.toThrow('needs an exact version');
    },
  );
});

async function asked(): Promise<string[]> {
  return (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
}
