import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = import.meta.dirname;
/** All that a node runs: neither tests nor what only tests use. */
const sources = ['app', 'bin', 'packages'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter(
      (path) =>
        /\.(?:tsx?|mjs)$/.test(path) && !/\.test\.tsx?$|(?:^|\/)(?:testing|node_modules)\//.test(path),
    )
    .map((path) => ({ path, text: withoutComments(readFileSync(join(root, path), 'utf8')) })),
);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

/** What text could become code, or a command, by: each with the files that may use it, and why these may. */
const dangerous: { what: string; pattern: RegExp; allowed?: readonly string[] }[] = [
  { what: 'text that is run as JavaScript', pattern: /\beval\(|\bnew Function\(|node:vm|setTimeout\(['"`]/ },
  {
    what: 'text that is drawn as HTML',
    pattern: /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
  },
  {
    what: 'a command that a shell reads',
    pattern:
      /\bshell: |\bexecSync\(|\bexec\(['"`]|\{[^}]*\bexec\b[^}]*\} from 'node:child_process'|\/bin\/(?:ba|da)?sh\b/,
    // Fixed words that limit core dumps before the program runs in its place.
    allowed: ['app/store/cluster.ts', 'app/supervisor/bare-process.ts'],
  },
  {
    what: 'another program',
    pattern: /from 'node:child_process'/,
    allowed: [
      'app/law/diff/read-version.ts',
      'app/law/simulate/engine.ts',
      'app/store/binaries.ts',
      'app/store/cluster.ts',
      'app/store/create-cluster.ts',
      'app/store/database-owner.ts',
      'app/supervisor/bare-process.ts',
      'app/supervisor/keep-jobs.ts',
      'app/supervisor/process-identity.ts',
      'app/supervisor/web-process.ts',
      // By hand, for the list of packages.
      'bin/dependencies.ts',
    ],
  },
  {
    // Texts of ours alone: a migration, two fixed words. Values go in as parameters.
    what: 'SQL that is put together of text',
    pattern: /\bsql\.raw\(|\bsql\.lit\(/,
    allowed: [
      'app/store/app-login.ts',
      'app/store/door.ts',
      'app/store/jobs/make-queue.ts',
      'app/store/journal-anchor.ts',
      'app/store/migrate.ts',
      'app/store/terminal-login.ts',
    ],
  },
  {
    // Of constants, every one.
    what: 'a pattern that is put together of text',
    pattern: /new RegExp\(/,
    allowed: [
      'app/desk/recovery/ask-recovery.ts',
      'app/desk/session/ticket.ts',
      'app/desk/webhooks/webhook-box.ts',
      'app/law/library/fold-words.ts',
      'app/law/referral/schema-referral.ts',
      'app/law/simulate/groups.ts',
      'app/law/simulate/personal-column.ts',
      'app/store/row-security.ts',
      'app/web/page.ts',
    ],
  },
  { what: 'a comparison that converts', pattern: /[\w)\]'"`] (?:==|!=) / },
  {
    what: 'a line for a log',
    pattern: /\bconsole\.|\bpino\(|std(?:out|err)\.write\(/,
    allowed: [
      'app/backup-commands.ts',
      'app/cli.ts',
      'app/event-log.ts',
      'app/export-commands.ts',
      'app/law/simulate/engine.mjs',
      'app/server.ts',
      'app/terminal-progress.ts',
      'bin/clew.mjs',
      'bin/test.mjs',
      'bin/words-english.mjs',
    ],
  },
  { what: 'dice that can be foretold', pattern: /\bMath\.random\(/ },
  {
    what: 'a hash or cipher that is broken',
    pattern: /['"`](?:md5|sha1|sha-1|rc4|des|des-ede3|aes-\d+-ecb)\b/i,
    allowed: [
      // RFC 6238: the codes of authenticator apps. HMAC does not lean on what is broken in SHA-1.
      'app/desk/sign-in/one-time-code.ts',
    ],
  },
  {
    // Its own health check at this machine and at its public address, and the one guarded way to what an agency named: its provider, and where its alarms go.
    what: 'a request to somewhere else',
    pattern:
      /import \{[^}]*\b(?:get|request)\b[^}]*\} from 'node:https?'|\b(?:await|return|=) fetch\(|(?<![.\w])fetch\(new |\bhttps?\.(?:get|request)\(|from 'undici'|\bnet\.connect\(|from 'openid-client'/,
    allowed: [
      'app/desk/outgoing/reach-out.ts',
      'app/desk/sign-in/provider.ts',
      'app/doctor-address.ts',
      'bin/dependencies.ts',
    ],
  },
  { what: 'XML, XSLT or XPath', pattern: /DOMParser|xml2js|fast-xml|libxml|xpath|xslt/i },
  { what: 'a mail, LDAP, memcache or JNDI client', pattern: /nodemailer|smtp|imap|ldap|memcache|jndi/i },
  { what: 'WebSocket, WebRTC or GraphQL', pattern: /\bWebSocket\b|RTCPeer|graphql/i },
  { what: 'messages between windows', pattern: /postMessage\(.*['"`]\*|addEventListener\(['"]message['"]/ },
  {
    what: 'what a browser keeps',
    pattern: /\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker)\b/,
  },
  { what: 'what a proxy says about the client', pattern: /x-forwarded|x-real-ip|['"`]forwarded['"`]/i },
];

test('there is code to look at', () => {
  expect(sources.length).toBeGreaterThan(300);
});

describe('what a node runs has no place for', () => {
  test.each(dangerous)('$what, but where the list says', ({ pattern, allowed = [] }) => {
    const found = sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(found.toSorted()).toEqual([...allowed].toSorted());
  });

  test.each([
    ['sql.raw(form.name)', 'SQL that is put together of text'],
    ['eval(text)', 'text that is run as JavaScript'],
    ['<p dangerouslySetInnerHTML={{ __html: text }} />', 'text that is drawn as HTML'],
    ["spawn('age', [file], { shell: true })", 'a command that a shell reads'],
    ["import { exec } from 'node:child_process'", 'a command that a shell reads'],
    ["createHash('md5')", 'a hash or cipher that is broken'],
  ])('and “%s” would be found', (code, kind) => {
    expect(dangerous.find(({ what }) => what === kind)?.pattern.test(code)).toBe(true);
  });
});

test('every package that a node needs is of one exact version, with the hash of what it is', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; link?: boolean; dependencies?: object }>;
  };
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version))).toEqual(
    [],
  );
  const foreign = Object.entries(packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && !link,
  );
  expect(foreign.length).toBeGreaterThan(100);
  expect(
    foreign.filter(([, { version, integrity }]) => !version || !integrity?.startsWith('sha512-')),
  ).toEqual([]);
});

/** Who writes through the door without an entry in the journal. */
const TALLIES: Readonly<Record<string, string>> = {
  'app/desk/sign-in/guess-budget.ts': 'how many wrong attempts there were',
  'app/desk/sign-in/prove-worker.ts': 'that the attempts are forgotten after a right one',
  'app/desk/sign-in/prove-again.ts':
    'the same, and that the factor is used up, where both are asked for again',
  'app/desk/session/find-session.ts': 'to the minute, when a session was seen',
  'app/desk/recovery/give-share.ts': 'that a custodian has seen a request, which keeps it from going first',
  'app/desk/recovery/ask-recovery.ts':
    'a request that anybody can make: the journal would tell whether the name is somebody’s',
  'app/desk/alarms/tell-alarm.ts': 'what became of an alarm that was sent, in a list of its own',
  'app/desk/alarms/watch-channels.ts': 'which alarms are on their way: they stand in the journal themselves',
  'app/desk/webhooks/tell-event.ts': 'what became of an event that was sent, in a list of its own',
  'app/desk/webhooks/watch-webhooks.ts':
    'which events are on their way: they stand in the journal themselves',
  'app/desk/populations/take-population.ts':
    'pieces of a file as it arrives: that it was added has an entry once it is whole',
  'app/desk/populations/count-population.ts': 'how far a count is: that it was begun or stopped has an entry',
  'app/desk/populations/run-journal.ts': 'parts of a count, to go on from',
  'app/store/jobs/queue.ts':
    'which job was taken out of its line, and how it ended: what it does has entries of its own',
  'app/desk/sign-in/provider-attempt.ts': 'who is on the way to a provider, and has not signed in',
  'app/desk/sign-in/sign-in-by-provider.ts': 'that the factor given before the way to a provider is used up',
};

test('only who is on the list writes without an entry in the journal', () => {
  const callers = sources.filter(({ path, text }) => path !== 'app/store/door.ts' && /\.tally\(/.test(text));
  expect(callers.map(({ path }) => path).toSorted()).toEqual(Object.keys(TALLIES).toSorted());
});
