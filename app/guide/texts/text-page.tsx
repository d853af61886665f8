import { type Day, dayAfter } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, InEnglish, PageHead, SafetyWords, useWords } from '../../web/index.ts';
import type { Block, GuideText } from './read-text.ts';

type TextPageProps = {
  /** The text in the page's language; undefined where it is not translated. */
  text: GuideText | undefined;
  english: GuideText;
  today: Day;
};

/**
 * A text, line by line; while its translation is a draft the English stands beside each line, and where there is none it stands
 * alone. Above it: whose it is.
 */
export function TextPage({ text, english, today }: TextPageProps): JSX.Element {
  if (text === undefined)
    return (
      <>
        <InEnglish>
          <TextHead text={english} original={undefined} />
        </InEnglish>
        <Whose text={english} today={today} />
        <InEnglish>
          <TextBody text={english} original={undefined} />
        </InEnglish>
      </>
    );
  const original = text.status === 'draft' ? english : undefined;
  return (
    <>
      <TextHead text={text} original={original} />
      <Whose text={text} today={today} />
      <TextBody text={text} original={original} />
    </>
  );
}

type Beside = { text: GuideText; original: GuideText | undefined };

function TextHead({ text, original }: Beside): JSX.Element {
  return (
    <PageHead
      title={<Line text={text.title} english={original?.title} />}
      lede={<Line text={text.lede} english={original?.lede} />}
    />
  );
}

function TextBody({ text, original }: Beside): JSX.Element {
  return (
    <div class="part">
      {text.blocks.map((block, index) => (
        <BlockOf key={index} block={block} english={original?.blocks[index]} />
      ))}
    </div>
  );
}

function BlockOf({ block, english }: { block: Block; english: Block | undefined }): JSX.Element {
  if (block.kind === 'list') {
    const items = english?.kind === 'list' ? english.items : [];
    return (
      <ul>
        {block.items.map((item, index) => (
          <li key={item}>
            <Line text={item} english={items[index]} />
          </li>
        ))}
      </ul>
    );
  }
  const beside = english && english.kind !== 'list' ? english.text : undefined;
  return block.kind === 'heading' ? (
    <h2>
      <Line text={block.text} english={beside} />
    </h2>
  ) : (
    <p>
      <Line text={block.text} english={beside} />
    </p>
  );
}

function Line({ text, english }: { text: string; english: string | undefined }): JSX.Element {
  return (
    <>
      {text}
      {english !== undefined && (
        <span class="beside" lang="en" dir="ltr">
          {english}
        </span>
      )}
    </>
  );
}

const STALE_AFTER_DAYS = 365;

/** Who wrote a text and when, who has checked it or that nobody has, and whether that was more than a year ago. */
function Whose({ text, today }: { text: GuideText; today: Day }): JSX.Element {
  const { t } = useWords();
  const last = (text.on ?? text.written) as Day;
  return (
    <p class="read">
      {t('guide.text.author', { author: text.author })} <DateText day={text.written as Day} />.{' '}
      {text.by === undefined ? t('guide.text.unchecked') : t('guide.text.checked', { by: text.by })}{' '}
      {text.on !== undefined && <DateText day={text.on as Day} />}
      {text.isOutdated && (
        <>
          <SafetyWords of="guide.text.outdated" />{' '}
        </>
      )}
      {dayAfter(last, STALE_AFTER_DAYS, 'calendar') < today && t('guide.text.stale')}
    </p>
  );
}
