import type { JSX } from 'preact';
import { BesideTreaty } from '../components/beside-treaty.tsx';
import { type CheckedHow, Citation, MarksKey, Quote } from '../components/citation.tsx';
import { DateText } from '../components/date-text.tsx';
import { Pairs } from '../components/pairs.tsx';
import { Provision } from '../components/provision.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { type Stop, TimeLine } from '../components/time-line.tsx';
import { type Limb, Tree } from '../components/tree.tsx';
import { TwoVerdicts, Verdict, VerdictKey } from '../components/verdict.tsx';
import { writeDate } from '../dates.ts';
import type { Words } from '../words.ts';
import { useWords } from '../words-context.ts';
import { Show } from './show.tsx';

/** What a page of law is put together from: verdicts, sources, duties, reasons. */
export function LawSamples(): JSX.Element {
  return (
    <>
      <VerdictSamples />
      <SourceSamples />
      <DutySamples />
      <ReasonSamples />
      <CompareSamples />
    </>
  );
}

/** A citation of a treaty that does not exist. */
function Sample({ article, checked = 'checked' }: { article: string; checked?: CheckedHow }): JSX.Element {
  const { t } = useWords();
  return (
    <Citation
      instrument={t('style.instrument')}
      place={t('style.place', { article })}
      path="/style"
      checked={checked}
    />
  );
}

const VERDICTS = ['yes', 'no', 'unknown', 'withheld', 'contested'] as const;

function VerdictSamples(): JSX.Element {
  const { t, language } = useWords();
  return (
    <Show
      id="verdicts"
      title="Knots, verdicts, tags"
      use="Word and knot together. Two knots on one thread where the law’s presumptions change the answer."
      never="a knot without its word; green for yes and red for no."
    >
      <VerdictKey
        items={[
          { state: 'yes', word: t('verdict.yes') },
          { state: 'no', word: t('verdict.no') },
          { state: 'unknown', word: t('verdict.unknown') },
          { state: 'withheld', word: t('verdict.withheld') },
          { state: 'contested', word: t('verdict.contested') },
          { state: 'late', word: t('style.danger') },
        ]}
      />
      {VERDICTS.map((state) => (
        <p key={state}>
          <Verdict state={state} />
        </p>
      ))}
      <p>
        <TwoVerdicts strict="unknown" presumed="yes" />
      </p>
      <p>
        <Tag>{t('style.since', { day: writeDate('2026-03-06', language) })}</Tag>{' '}
        <Tag kind="doubt">{t('style.doubt')}</Tag> <Tag kind="danger">{t('style.danger')}</Tag>
      </p>
    </Show>
  );
}

function SourceSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="citations"
        title="Citation"
        use="To the paragraph, always a link. Dotted and marked where no named person checked it: “compared, unchecked” where its source was read, “unverified” where not."
        never="a bare article number; an abbreviation in public pages."
      >
        <p>
          <Sample article="1(2)" />
        </p>
        <p>
          <Sample article="3(a)" checked="compared" />
        </p>
        <p>
          <Sample article="3(b)" checked="unverified" />
        </p>
        <MarksKey />
        <Quote>{t('style.quote')}</Quote>
      </Show>
      <Show
        id="provision"
        title="Provision"
        use="What an article says in our own words, and beside it the rule."
      >
        <Provision
          id="sample-provision"
          place={t('style.place', { article: '1(2)' })}
          text={t('style.quote')}
          checked={
            <p class="small">
              {t('style.unchecked.body')} <DateText day="2026-02-12" />
            </p>
          }
          ruleTitle={t('style.rule')}
          rule={'rule: example\nall:\n  - fact: first\n  - fact: second'}
        />
      </Show>
    </>
  );
}

function DutySamples(): JSX.Element {
  return (
    <Show
      id="time-line"
      title="Time line"
      use="Duties, events, what happens next. Solid up to today and dotted after."
      never="colour for late; a date without its year at first mention."
    >
      <TimeLine isDated stops={sampleStops(useWords())} />
    </Show>
  );
}

function sampleStops({ t }: Words): Stop[] {
  const body = t('style.duty.bearer');
  const day = (text: string) => <DateText day={text} />;
  const late = { when: day('2026-03-02'), distance: t('style.late', { days: 14 }) };
  const done = { when: day('2026-03-04'), distance: t('style.done') };
  const contested = { when: day('2026-03-11'), distance: t('verdict.contested') };
  const ahead = { when: day('2026-03-27'), distance: t('style.ahead', { days: 11 }) };
  return [
    { state: 'late', ...late, heading: t('style.duty.rights'), body },
    { state: 'done', ...done, heading: t('style.duty.refer'), body },
    { state: 'contested', ...contested, heading: t('style.limb.second'), body: <Sample article="5" /> },
    {
      state: 'today',
      isAhead: true,
      distance: t('time.today'),
      body: <DateText day="2026-03-16" withWeekday />,
    },
    { state: 'due', isAhead: true, ...ahead, heading: t('style.duty.guardian'), body },
    { state: 'unknown', when: t('style.no-date'), heading: t('style.limb.first'), body },
  ];
}

function ReasonSamples(): JSX.Element {
  return (
    <Show
      id="tree"
      title="Explanation tree"
      use="Opens limb by limb. Each limb has its result, its source and what it rests on."
      never="a limb without a source; “no” for what was not said."
    >
      <Tree limbs={[sampleLimb(useWords())]} />
    </Show>
  );
}

function sampleLimb({ t }: Words): Limb {
  const yes = { state: 'yes', result: t('verdict.yes') } as const;
  const unknown = { state: 'unknown', result: t('verdict.unknown') } as const;
  const withheld = { state: 'withheld', result: t('verdict.withheld') } as const;
  const fact = t('style.limb.fact');
  const first: Limb = {
    ...yes,
    label: t('style.limb.first'),
    rests: <Sample article="3(a)" />,
    isUnfolded: true,
    limbs: [{ ...yes, label: fact }],
  };
  const second: Limb = {
    ...unknown,
    label: t('style.limb.second'),
    rests: <Sample article="3(b)" checked="unverified" />,
    isOpenQuestion: true,
    limbs: [
      { ...unknown, label: fact, rests: t('style.limb.asked') },
      { ...withheld, label: fact, rests: t('style.limb.kept') },
    ],
  };
  const rests = <Sample article="3" />;
  return { ...yes, label: t('style.limb.top'), rests, isUnfolded: true, limbs: [first, second] };
}

function CompareSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="table"
        title="Table"
        use="Figures at the end, one rule under the head, hairlines between rows. On a phone each row is a block."
        never="stripes, vertical lines, a table for layout."
      >
        <Table
          caption={t('style.table.caption')}
          columns={[
            { label: t('style.table.state') },
            { label: t('style.table.days'), isFigure: true },
            { label: t('style.table.beside') },
          ]}
          rows={[
            [`${t('style.state')} 1`, '45', t('style.longer')],
            [`${t('style.state')} 2`, '30', t('style.table.same')],
          ]}
        />
      </Show>
      <Show id="pairs" title="Pairs" use="Who sees what; what is open, and what it would settle.">
        <Pairs
          pairs={[
            { term: t('style.limb.first'), body: t('style.limb.asked') },
            { term: t('style.limb.second'), body: t('style.limb.kept') },
          ]}
        />
      </Show>
      <BesideSample />
    </>
  );
}

function BesideSample(): JSX.Element {
  const { t } = useWords();
  const days = (count: number) => t('style.days', { days: count });
  return (
    <Show
      id="beside"
      title="National law beside the treaty"
      use="Two columns and one sentence that says which is more."
      never="colour for better and worse."
    >
      <BesideTreaty
        state={t('style.state')}
        differences={[
          {
            heading: t('style.difference'),
            treaty: (
              <>
                {days(30)}. <Sample article="13(1)" />
              </>
            ),
            national: (
              <>
                {days(45)}. <Sample article="12" checked="unverified" />
              </>
            ),
            verdict: <b>{t('style.longer')}</b>,
          },
        ]}
      />
    </Show>
  );
}
