import type { JSX } from 'preact';
import { BackLink, Button, Buttons, PageLink } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Doors } from '../components/doors.tsx';
import { Empty } from '../components/empty.tsx';
import { Folded } from '../components/folded.tsx';
import { Languages } from '../components/languages.tsx';
import { Leave } from '../components/leave.tsx';
import { Note } from '../components/note.tsx';
import { SafetyWords } from '../components/safety-words.tsx';
import { Tabs } from '../components/tabs.tsx';
import { Ticket } from '../components/ticket.tsx';
import { PUBLIC_LANGUAGES } from '../language.ts';
import { useWords } from '../words-context.ts';
import { Show } from './show.tsx';

/** What a page is put together from: ways in, ways on, ways out. */
export function PageSamples(): JSX.Element {
  return (
    <>
      <WaySamples />
      <DoorSamples />
      <NoteSamples />
      <HolderSamples />
    </>
  );
}

function WaySamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="leave"
        title="Leave now"
        use="Top of every public page, last in the bar, in ink. A link, so it works without script."
        never="hidden, moved, renamed, or asking “are you sure?”"
      >
        <p>
          <Leave />
        </p>
      </Show>
      <Show
        id="languages"
        title="Languages"
        use="The greeting first, the language’s own name under it."
        never="flags, a list in English, a choice made from the address."
      >
        <Languages path="/style" languages={PUBLIC_LANGUAGES} label="Sample" withDrafts />
      </Show>
      <Show
        id="buttons"
        title="Buttons and links"
        use="One filled button on a page: the next step. All else is outlined or a link."
        never="two filled side by side; a button that only an icon names."
      >
        <Buttons>
          <Button>{t('style.next')}</Button>
          <Button kind="other">{t('style.other')}</Button>
          <PageLink path="/style">{t('style.stop')}</PageLink>
        </Buttons>
        <BackLink path="/style">{t('style.back')}</BackLink>
      </Show>
    </>
  );
}

function DoorSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="doors"
        title="Doors"
        use="The few ways on from the first page, on one thread."
        never="a door to what is not there yet."
      >
        <Doors
          doors={[
            {
              path: '/style',
              title: t('home.understand.title'),
              body: t('home.understand.body'),
              drawing: 'tangle',
            },
            { path: '/style', title: t('home.law.title'), body: t('home.law.body'), drawing: 'pages' },
          ]}
        />
      </Show>
      <Show
        id="tabs"
        title="Tabs"
        use="Links to pages; the server draws the chosen one."
        never="content that exists only after a click in script."
      >
        <Tabs
          label="Sample tabs"
          tabs={[
            { path: '/style', label: t('shell.law'), isCurrent: true },
            { path: '/', label: t('fault.first-page') },
          ]}
        />
      </Show>
    </>
  );
}

function NoteSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <Show
      id="notes"
      title="Notes"
      use="Solid ink: safety. Solid thread: worth knowing. Dotted: nobody has checked this yet."
      never="two in a row; a note for what the text itself can say."
    >
      <Note kind="safety" title={t('style.safety.title')}>
        <p>{t('style.safety.body')}</p>
        <p>
          <SafetyWords of="home.who.device-sees" />
        </p>
      </Note>
      <Note kind="worth-knowing" title={t('style.change.title')}>
        <p>{t('style.change.body')}</p>
      </Note>
      <Note kind="unchecked" title={t('style.unchecked.title')}>
        <p>{t('style.unchecked.body')}</p>
      </Note>
    </Show>
  );
}

function HolderSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="card"
        title="Card"
        use="What can be touched or kept, apart from the text."
        never="a box in a box."
      >
        <Card title={t('style.question')}>
          <p>{t('style.why')}</p>
        </Card>
      </Show>
      <Show
        id="folded"
        title="Folded part"
        use="What only some want to read. How much is in it stays in sight; opens without script, and on paper."
        never="a warning, a next step, the first answer."
      >
        <Folded title={t('style.question')} note={t('style.why')}>
          <p>{t('style.empty.why')}</p>
        </Folded>
      </Show>
      <Show
        id="empty"
        title="Empty state"
        use="Says what is not here, why, and the one next step."
        never="a drawing, a joke."
      >
        <Empty
          title={t('style.empty.title')}
          why={t('style.empty.why')}
          next={<PageLink path="/style">{t('style.next')}</PageLink>}
        />
      </Show>
      <Show
        id="receipt"
        title="Receipt"
        use="A code in groups on one thread. Shown once; prints alone, with no name of a site."
        never="in an address, a title, a message or a log."
      >
        <Ticket title={t('style.receipt')} parts={['0000', '1111', '2222', '3333', '4444', '5555', '6666']} />
      </Show>
    </>
  );
}
