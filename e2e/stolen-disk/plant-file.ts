import { type Colleague, type Field, pick } from './people.ts';
import type { Agency } from './plant-agency.ts';
import { textOf } from './planter.ts';

const WEIGHED = { source: 'person', certainty: 'certain', on: '2026-03-04' };

/** Opens a file, plants in every form of it, and returns the path of its page. */
export async function plantFile(field: Field, agency: Agency): Promise<string> {
  const { owner, health } = agency;
  await owner.browser.visit('/desk/files');
  await owner.browser.fill('/desk/files/new');
  const file = pick(owner.browser, /\/desk\/files\/[0-9a-f-]{36}/);
  const codeName = pick(owner.browser, /(?<=<h1><bdi>)[^<]+/);
  field.secrets.set('the code name of a file', codeName);
  await plantParts(owner, file);
  await plantConsents(owner, file);
  await plantGlass(agency, codeName);
  await plantPeople(agency, file);
  await plantParts(health, file);
  await owner.browser.visit('/desk/files');
  await owner.browser.fill('/desk/files/find');
  return file;
}

/** Everything that this colleague may write, corrected once, and read again. */
async function plantParts({ browser }: Colleague, file: string): Promise<void> {
  await browser.visit(`${file}/write`);
  const what = browser
    .forms()
    .flatMap(({ fields }) => fields.find(({ name }) => name === 'what')?.options ?? []);
  for (const one of what) {
    await browser.visit(`${file}/write`);
    const shown = await browser.fill(`${file}/write`, { what: one, ...WEIGHED });
    if (shown.status !== 200) throw new Error(`“${one}” was not written: ${textOf(shown.html)}`);
  }
  await browser.visit(`${file}/answer`);
  await browser.fill(`${file}/answer`, { word: undefined, ...WEIGHED });
  await browser.visit(file);
  for (const form of browser.forms().filter(({ path }) => path === `${file}/reveal`)) {
    await browser.visit(file);
    const open = form.fields.find(({ name }) => name === 'open')?.values ?? [];
    await browser.fill(`${file}/reveal`, { open });
    const correct = browser.links().find((link) => link.startsWith(`${file}/write?`));
    if (correct === undefined) continue;
    await browser.visit(correct);
    await browser.fill(`${file}/write`, { ...WEIGHED });
  }
}

async function plantConsents({ browser }: Colleague, file: string): Promise<void> {
  await browser.visit(`${file}/grant`);
  await browser.fill(`${file}/grant`, { until: 'never' });
  const given = {
    'recipient-kind': 'service',
    category: ['health', 'contact'],
    until: '2036-12-31',
    asks: 'yes',
  };
  const shown = await browser.fill(`${file}/grant`, { ...given, capacity: 'with-guardian' });
  if (shown.status !== 200) throw new Error(`No consent was given: ${textOf(shown.html)}`);
  await browser.fill(`${file}/grant/end`);
  await browser.visit(`${file}/grant`);
  await browser.fill(`${file}/refusal`);
}

/** Lets the colleague for health in, and the supervisor out again, who never may from then on. */
async function plantPeople({ owner, health, supervisor }: Agency, file: string): Promise<void> {
  const { browser } = owner;
  const people = `${file}/people`;
  for (const { workerId } of [health, supervisor]) {
    await browser.visit(people);
    await browser.fill(`${people}/let-in`, { 'let-in-worker': workerId });
  }
  if (browser.has(`${people}/keys`)) await browser.fill(`${people}/keys`);
  await browser.visit(people);
  await browser.fill(`${people}/remove`, { 'remove-worker': supervisor.workerId });
  await browser.visit(people);
  await browser.fill(`${people}/exclude`, { 'exclude-worker': supervisor.workerId });
  await browser.visit(`${file}/opened`);
}

/** Break-glass: asked by who is not let in, confirmed by another, opened by who holds the key. */
async function plantGlass({ second, supervisor, owner }: Agency, codeName: string): Promise<void> {
  const asked = { part: 'narrative', hours: '1' };
  await second.browser.visit('/desk/glass');
  await second.browser.fill('/desk/glass/ask', asked);
  await second.browser.visit('/desk/glass');
  await second.browser.fill('/desk/glass/ask', { ...asked, 'code-name': codeName });
  await supervisor.browser.visit('/desk/glass');
  await supervisor.browser.fill('/desk/glass/confirm');
  await owner.browser.visit('/desk/glass');
  if (owner.browser.has('/desk/glass/let-in')) await owner.browser.fill('/desk/glass/let-in');
}
