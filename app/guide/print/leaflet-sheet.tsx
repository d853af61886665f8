import { type Day, dayAfter } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, InLanguage, type PublicLanguage, SafetyWords, useWords } from '../../web/index.ts';
import { type LeafletBlock, type Line, needsEnglish, type Said } from './leaflet.ts';

type LeafletSheetProps = {
  blocks: readonly LeafletBlock[];
  languages: readonly [PublicLanguage, PublicLanguage];
  today: Day;
  /** A line of whoever gives it away: how to reach them. */
  contact?: string | undefined;
};

/**
 * Something to give away, in two languages beside each other. Each line says that it is a draft, or who has checked it; where a
 * critical line is a draft and English is neither of the two, the English stands below both.
 */
export function LeafletSheet({ blocks, languages, today, contact }: LeafletSheetProps): JSX.Element {
  return (
    <section class="sheet">
      {blocks.map((block, index) => (
        <div class="row" key={index}>
          {languages.map((language) => (
            <InLanguage key={language} language={language}>
              <Part block={block} language={language} today={today} />
            </InLanguage>
          ))}
          {needsEnglish(block, languages) && (
            <InLanguage language="en" class="third">
              <Part block={block} language="en" today={today} />
            </InLanguage>
          )}
        </div>
      ))}
      {contact !== undefined && (
        <p class="own" dir="auto">
          {contact}
        </p>
      )}
      <div class="row">
        {languages.map((language) => (
          <InLanguage key={language} language={language}>
            <Legend />
          </InLanguage>
        ))}
      </div>
    </section>
  );
}

function Legend(): JSX.Element {
  return (
    <div class="small">
      <p>
        <SafetyWords of="guide.print.legend" />
      </p>
      <p>
        <SafetyWords of="guide.rights.unchecked-advice" />
      </p>
    </div>
  );
}

type PartProps = { block: LeafletBlock; language: PublicLanguage; today: Day };

function Part({ block: { kind, lines }, language, today }: PartProps): JSX.Element {
  const said = lines.map((line, index) => (
    <OneLine key={index} line={line} language={language} today={today} />
  ));
  switch (kind) {
    case 'title':
      return <h2 class="big">{said}</h2>;
    case 'heading':
      return <h3>{said}</h3>;
    case 'paragraph':
      return <p>{said}</p>;
    case 'list':
      return (
        <ul>
          {said.map((one, index) => (
            <li key={index}>{one}</li>
          ))}
        </ul>
      );
  }
}

function OneLine({
  line,
  language,
  today,
}: {
  line: Line;
  language: PublicLanguage;
  today: Day;
}): JSX.Element {
  const said = line.said(language);
  if (said === undefined)
    return (
      <span lang="en" dir="ltr">
        {line.said('en')?.text}
      </span>
    );
  return (
    <>
      {said.text} <State said={said} today={today} />
    </>
  );
}

const STALE_AFTER_DAYS = 365;

/** Whether a line is a draft, or who has read it and when; nothing where it was written in its own language. */
function State({ said: { status, by, on }, today }: { said: Said; today: Day }): JSX.Element | null {
  const { t } = useWords();
  if (status === 'draft') return <small class="state">[{t('guide.print.draft')}]</small>;
  if (by === undefined || on === undefined) return null;
  const isStale = dayAfter(on as Day, STALE_AFTER_DAYS, 'calendar') < today;
  return (
    <small class="state">
      [{t('guide.text.checked', { by })}, <DateText day={on} />
      {isStale && <> {t('guide.text.stale')}</>}]
    </small>
  );
}
