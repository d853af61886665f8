import type { JSX } from 'preact';
import type { PlainKey, SafetyKey } from './catalogues.ts';
import { PageLink } from './components/button.tsx';
import { type Door, Doors } from './components/doors.tsx';
import { Note } from './components/note.tsx';
import { Pairs } from './components/pairs.tsx';
import { SafetyWords } from './components/safety-words.tsx';
import { definePage, type Page } from './page.ts';
import type { Words } from './words.ts';

/** The first page. It has a door only for what is there: a door that leads nowhere costs trust. */
export function homePage(paths: ReadonlySet<string>): Page {
  return definePage({
    path: '/',
    method: 'get',
    action: 'public.read',
    title: 'shell.title',
    inEveryLanguage: true,
    still: () => '',
    render: ({ words }) => <Home words={words} doors={doorsTo(paths, words)} paths={paths} />,
  });
}

function doorsTo(paths: ReadonlySet<string>, { t }: Words): Door[] {
  const doors: Door[] = [
    {
      path: '/i/1',
      title: t('home.understand.title'),
      body: t('home.understand.body'),
      drawing: 'tangle',
    },
    { path: '/i/2', title: t('home.rights.title'), body: t('home.rights.body'), drawing: 'knots' },
    { path: '/law', title: t('home.law.title'), body: t('home.law.body'), drawing: 'pages' },
    { path: '/assess', title: t('home.case.title'), body: t('home.case.body'), drawing: 'fork' },
  ];
  return doors.filter((door) => paths.has(door.path));
}

const WHO_SEES: readonly { who: SafetyKey; sees: SafetyKey }[] = [
  { who: 'home.who.police', sees: 'home.who.police-sees' },
  { who: 'home.who.immigration', sees: 'home.who.immigration-sees' },
  { who: 'home.who.court', sees: 'home.who.court-sees' },
  { who: 'home.who.us', sees: 'home.who.us-see' },
  { who: 'home.who.device', sees: 'home.who.device-sees' },
  { who: 'home.who.network', sees: 'home.who.network-sees' },
];

const TO_READ: readonly { path: string; title: PlainKey }[] = [
  { path: '/i/7', title: 'home.read.help' },
  { path: '/i/4', title: 'home.read.leaving' },
  { path: '/i/3', title: 'home.read.phone' },
  { path: '/i/5', title: 'home.read.helpers' },
  { path: '/i/6', title: 'home.read.employers' },
  { path: '/i/10', title: 'guide.ways.title' },
  { path: '/i/8', title: 'guide.print.title' },
];

type HomeProps = { words: Words; doors: readonly Door[]; paths: ReadonlySet<string> };

function Home({ words, doors, paths }: HomeProps): JSX.Element {
  const toRead = TO_READ.filter(({ path }) => paths.has(path));
  const { t } = words;
  return (
    <>
      <div class="hero">
        <h1>{t('home.title')}</h1>
        <p class="lede">{t('home.lede')}</p>
      </div>
      {doors.length > 0 && <Doors doors={doors} />}
      {toRead.length > 0 && (
        <nav class="part sides" aria-labelledby="read">
          <h2 id="read">{t('home.read.title')}</h2>
          <ul>
            {toRead.map(({ path, title }) => (
              <li key={path}>
                <PageLink path={path}>{t(title)}</PageLink>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <section class="part sides" aria-labelledby="who">
        <div class="stay">
          <h2 id="who">{t('home.who.title')}</h2>
          <p class="soft">{t('home.who.lede')}</p>
        </div>
        <Pairs
          pairs={WHO_SEES.map(({ who, sees }) => ({
            term: <SafetyWords of={who} />,
            body: <SafetyWords of={sees} />,
          }))}
        />
      </section>
      <section class="part sides">
        <div />
        <Note kind="safety" title={<SafetyWords of="home.watch.title" />} level={2}>
          <p>
            <SafetyWords of="home.watch.body" />
          </p>
        </Note>
      </section>
    </>
  );
}
