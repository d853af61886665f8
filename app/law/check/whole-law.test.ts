import type { LawFile } from '@clew/rules';
import { expect, test } from 'vitest';
import { checkAll } from './check-all.ts';
import { type LawFolder, readLawFolder } from './law-folder.ts';

const own = readLawFolder(undefined);
const folder = own.ok ? own.folder : expect.fail('the law of this checkout cannot be read');

/** This law with some of its texts changed; its decisions and indicators stand elsewhere. */
function changed(edits: readonly { path: string; from: string | RegExp; to: string }[]): LawFolder {
  const edited = (files: readonly LawFile[]) =>
    files.map(({ path, text }) => ({
      path,
      text: edits
        .filter((edit) => path.endsWith(edit.path))
        .reduce((now, { from, to }) => now.replace(from, to), text),
    }));
  const none = { decisions: [], indicators: [], comparisons: [], situations: [] };
  return { ...none, law: edited(folder.law), referral: edited(folder.referral) };
}

test('the check finds a paragraph that nobody read and that says how strongly it asks, and a duty on no stage', () => {
  const { parts } = checkAll(
    changed([
      { path: 'eu-screening-regulation.md', from: '8.4\nstrength: unverified', to: '8.4\nstrength: shall' },
      {
        path: 'procedure.md',
        from: /(id: duty\.screening-inland[\s\S]*?)strength: unverified/,
        to: '$1strength: shall',
      },
      { path: 'stages.yaml', from: '      - duty.detention-court\n', to: '' },
    ]),
    () => 0,
  );
  const told = parts.flatMap(({ problems }) =>
    problems.map(({ file, line, message }) => `${file}:${line} ${message}`),
  );
  expect(told).toEqual([
    expect.stringMatching(
      /eu-screening-regulation\.md:\d\d+ “eu-screening-regulation#8\.4” was held against no source, and says “shall”/,
    ),
    expect.stringMatching(/stages\.yaml:1 “duty\.detention-court” hangs on no stage/),
  ]);
}, 180_000);
