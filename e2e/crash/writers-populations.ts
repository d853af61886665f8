import { setTimeout as wait } from 'node:timers/promises';
import { pick } from '../stolen-disk/people.ts';
import type { Planter } from '../stolen-disk/planter.ts';
import type { World } from './world.ts';
import type { Step, Writer } from './writers.ts';

const PATH = '/desk/populations';
const ID = '[0-9a-f-]{36}';
const CSV = ['camp,means.deception', ...Array.from({ length: 40 }, () => 'North,yes')].join('\n');
const QUESTION = { reform: 'reform.no-penalty', state: 'not-named' };

/** A coordinator in front of a file that is about to be brought; as many as one may have never stand there. */
async function bring({ second: { browser } }: World): Promise<Step> {
  await browser.visit(PATH);
  const older = browser.links().filter((link) => new RegExp(`^${PATH}/${ID}$`).test(link));
  for (const path of new Set(older)) {
    const { typed } = await eraseOne(browser, path);
    await browser.fill(`${path}/erase`, typed);
  }
  await browser.visit(PATH);
  return { browser, path: PATH, typed: { days: '1', file: CSV } };
}

async function eraseOne(browser: Planter, path: string): Promise<Step> {
  await browser.visit(path);
  return { browser, path: `${path}/erase`, typed: { sure: 'yes' } };
}

/** A population whose columns the node has looked at, so that it can be counted. */
async function brought(world: World): Promise<{ browser: Planter; path: string }> {
  const { browser, path: list, typed } = await bring(world);
  await browser.fill(list, typed);
  const path = pick(browser, new RegExp(`${PATH}/${ID}`));
  while (!browser.has(`${path}/count`)) {
    await wait(50);
    await browser.visit(path);
  }
  return { browser, path };
}

const count: Writer = async (world) => {
  const { browser, path } = await brought(world);
  return { browser, path: `${path}/count`, typed: QUESTION };
};

const erase: Writer = async (world) => {
  const { browser, path } = await brought(world);
  return eraseOne(browser, path);
};

const eraseCount: Writer = async (world) => {
  const { browser, path } = await brought(world);
  await browser.fill(`${path}/count`, QUESTION);
  const run = pick(browser, new RegExp(`${path}/${ID}`));
  await browser.visit(run);
  return { browser, path: `${run}/erase` };
};

/** Forms about populations that an agency counts. */
export const POPULATION_WRITERS: Readonly<Record<string, Writer>> = {
  [`POST ${PATH}`]: bring,
  [`POST ${PATH}/:population/count`]: count,
  [`POST ${PATH}/:population/erase`]: erase,
  [`POST ${PATH}/:population/:run/erase`]: eraseCount,
};
