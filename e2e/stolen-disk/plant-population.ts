import type { Colleague, Field } from './people.ts';
import { pick } from './people.ts';
import type { Planter } from './planter.ts';

const PATH = '/desk/populations';
const ID = '[0-9a-f-]{36}';

/**
 * Brings populations with canaries among their values, has one looked at and counted by the node's own process, and leaves it there with
 * its result; another is erased.
 */
export async function plantPopulation({ tally }: Field, { browser }: Colleague): Promise<void> {
  const bring = async () => {
    await browser.visit(PATH);
    const value = tally.canaries.words(`POST ${PATH} file`);
    // Twenty records make a group of their own, so that its name stands in the result.
    const rows = Array.from({ length: 40 }, () => `"${value}",yes`);
    await browser.fill(PATH, { days: '30', file: ['camp,means.deception', ...rows].join('\n') });
    return pick(browser, new RegExp(`${PATH}/${ID}`));
  };
  const path = await bring();
  await until(browser, { path, has: `${path}/count` });
  await browser.fill(`${path}/count`, { reform: 'reform.no-penalty', state: 'not-named' });
  const run = pick(browser, new RegExp(`${path}/${ID}`));
  const token = pick(browser, /(?<=name="form-token" value=")[^"]+/);
  for (const word of ['stop', 'go-on']) await browser.post(`${run}/${word}`, [['form-token', token]]);
  await until(browser, { path: run, links: `${run}/result` });
  await browser.visit(`${run}/result`);
  const other = await bring();
  await browser.fill(`${other}/erase`);
  await browser.fill(`${other}/erase`, { sure: 'yes' });
  await browser.visit(path);
  await browser.fill(`${path}/count`, { reform: 'reform.no-penalty', state: 'not-named' });
  const second = pick(browser, new RegExp(`${path}/${ID}`));
  await browser.fill(`${second}/erase`);
}

type Awaited = { path: string; has?: string; links?: string };

/** Looks again, as a person does, until a form or a link stands there. */
async function until(browser: Planter, { path, has, links }: Awaited): Promise<void> {
  for (;;) {
    await browser.visit(path);
    if (has !== undefined && browser.has(has)) return;
    if (links !== undefined && browser.links().includes(links)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
