import type { Instrument, Stated } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, MarksKey, PageHead, PageLink, Part, useWords } from '../../web/index.ts';
import { isGuidance, slugOf } from '../law-path.ts';
import type { LawWords } from '../law-words.ts';
import { CheckedLine } from './checked-line.tsx';
import { decisionsOn, type Provision } from './law-links.ts';
import type { Library } from './library.ts';
import { DecisionLinks, ProvisionLinks } from './linked.tsx';
import { placeWords } from './place-words.ts';
import { BoundStates, EachState } from './states-of-instrument.tsx';

type InstrumentPageProps = { library: Library; said: LawWords; instrument: Instrument };

/** One instrument: its dates, its articles, whom it binds, and what rests on it. */
export function InstrumentPage({ library, said, instrument }: InstrumentPageProps): JSX.Element {
  const { t } = useWords();
  const { law, links } = library;
  const provisions = provisionsOn(library, instrument);
  const decisions = decisionsOn(links, provisions);
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={said.instrument(instrument.id)}
        facts={[t('law.own-words')]}
      />
      <InstrumentFacts instrument={instrument} />
      {instrument.name && (
        <div class="read">
          <p>
            <bdi lang="en">{instrument.name.value}</bdi>
          </p>
          <CheckedLine of={instrument.name} />
        </div>
      )}
      <Part
        id="articles"
        title={t(isGuidance(instrument) ? 'library.paragraphs-title' : 'library.articles-title')}
      >
        <ul>
          {entriesOf(instrument).map(({ anchor, isHeading }) => (
            <li key={anchor}>
              <PageLink path={`/law/${slugOf(instrument)}/${anchor}`}>
                {isHeading ? said.article(instrument.id, anchor) : placeWords(instrument, anchor, t)}
              </PageLink>
            </li>
          ))}
        </ul>
      </Part>
      <Part id="states" title={t('library.states-title')}>
        <BoundStates
          law={law}
          instrument={instrument.id}
          each={<EachState law={law} instrument={instrument.id} />}
        />
      </Part>
      {provisions.length > 0 && (
        <Part id="rules" title={t('library.rests-on-it')}>
          <ProvisionLinks provisions={provisions} said={said} />
        </Part>
      )}
      {decisions.length > 0 && (
        <Part id="decisions" title={t('library.decisions-on-it')}>
          <DecisionLinks decisions={decisions} />
        </Part>
      )}
      <MarksKey />
    </>
  );
}

function provisionsOn({ links }: Library, instrument: Instrument): Provision[] {
  return [
    ...new Set(
      instrument.articles.flatMap(({ anchor }) => links.citing.get(`${instrument.id}#${anchor}`) ?? []),
    ),
  ];
}

/** What an instrument is read by: its articles; and what stands in none of them, as in guidance, by its number. */
function entriesOf({ articles }: Instrument): { anchor: string; isHeading: boolean }[] {
  const entries = new Map<string, { anchor: string; isHeading: boolean }>();
  for (const { anchor, isHeading } of articles) {
    const top = anchor.split('.')[0] ?? '';
    if (isHeading || !entries.has(top))
      entries.set(top, { anchor: top, isHeading: isHeading && anchor === top });
  }
  return [...entries.values()];
}

/** The days of an instrument, each with a mark where no named person checked it. */
export function InstrumentFacts({ instrument }: { instrument: Instrument }): JSX.Element {
  const { t } = useWords();
  return (
    <p class="meta">
      <Dated label={t('law.adopted')} stated={instrument.adopted} />
      <Dated label={t('law.opened')} stated={instrument.opened} />
      <Dated label={t('law.in-force')} stated={instrument.inForce} />
      <Dated label={t('law.applies-from')} stated={instrument.appliesFrom} />
    </p>
  );
}

function Dated(props: { label: string; stated: Stated | undefined }): JSX.Element | null {
  const { label, stated } = props;
  if (!stated) return null;
  return (
    <span>
      {label} <DateText day={stated.value} /> <CheckMark of={stated.status} />
    </span>
  );
}
