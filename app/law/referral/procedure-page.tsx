import { type Day, getCitation, type Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  definePage,
  Folded,
  MarksKey,
  Note,
  type Page,
  PageHead,
  PageLink,
  Pairs,
  Part,
  type PlainKey,
  Table,
  useWords,
  type Words,
  writeDate,
} from '../../web/index.ts';
import { type AskedPlace, AskPlace, readAskedPlace, showAsked } from '../asked-day.tsx';
import { BoundWords } from '../bound-words.tsx';
import { Sources } from '../explanation.tsx';
import { type LawWords, lawWordsIn } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { STANDINGS, type Standing } from '../states/standing.ts';
import { STANDING_KEYS } from '../states/standing-words.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { readOwnReferral } from './load-referral.ts';
import {
  type Procedure,
  type ProcedureDeadline,
  type ProcedureDuty,
  type ProcedureStage,
  procedureOf,
} from './procedure.ts';

/** `/law/procedure`: the referral mechanism for a State and a day. A law that lacks the duties it names has no such page. */
export function procedurePages(law: Law, { today }: { today: () => Day }): Page[] {
  const read = readOwnReferral(law);
  if (!read.ok) return [];
  const { referral } = read;
  return [
    definePage({
      path: '/law/procedure',
      method: 'get',
      action: 'law.read',
      title: 'procedure.title',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        const asked = readAskedPlace(query, today());
        const { state, on } = asked;
        const procedure = procedureOf({ law, words: said, referral, state, on, language: words.language });
        return showAsked(<ProcedurePage procedure={procedure} asked={asked} said={said} />, asked);
      },
    }),
  ];
}

type Shown = { procedure: Procedure; said: LawWords };

function ProcedurePage({ procedure, said, asked }: Shown & { asked: AskedPlace }): JSX.Element {
  const { t, language } = useWords();
  const { state, on, stages, walls, hashes, isDraft } = procedure;
  const where = state === undefined ? t('rights.no-state') : stateName(state, language);
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t('procedure.title')}
        lede={t('procedure.lede')}
        facts={asked.isWrongDay ? [] : [where, t('states.as-of', { day: writeDate(on, language) })]}
      />
      <AskPlace path="/law/procedure" asked={asked} law={said.law} />
      {!asked.isWrongDay && (
        <>
          <Note kind="unchecked" title={t('procedure.unchecked-title')}>
            <p>{t('procedure.unchecked')}</p>
            {isDraft && <p>{t('procedure.draft')}</p>}
          </Note>
          <Part id="walls" title={t('procedure.walls')}>
            <ol>
              {walls.map(({ id, says, source }) => (
                <li key={id} value={Number(id.slice(1))}>
                  {says}{' '}
                  <small class="soft">
                    <bdi lang="en">{source}</bdi>
                  </small>
                </li>
              ))}
            </ol>
          </Part>
          {stages.map((stage) => (
            <Stage key={stage.id} stage={stage} procedure={procedure} said={said} />
          ))}
          <Review procedure={procedure} />
          <p class="small soft">
            {t('procedure.version', {
              law: hashes.law.slice(0, 16),
              referral: hashes.referral.slice(0, 16),
            })}
          </p>
        </>
      )}
      <MarksKey />
    </>
  );
}

function Stage({ stage, procedure, said }: Shown & { stage: ProcedureStage }): JSX.Element {
  const { t } = useWords();
  const { id, name, actors, data, limits, duties } = stage;
  const items = (list: readonly string[]) => (
    <ul>
      {list.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
  return (
    <Part id={`stage-${id}`} title={t('procedure.stage', { id, name })}>
      <Pairs
        pairs={[
          {
            term: t('procedure.actors'),
            body: (
              <>
                {items(actors)}
                <p class="small soft">{t('procedure.actors-there')}</p>
              </>
            ),
          },
          { term: t('procedure.data'), body: items(data) },
          { term: t('procedure.limits'), body: items(limits) },
        ]}
      />
      {groupsOf(duties, procedure.state).map(({ title, some }) => (
        <Folded key={title} title={t(title)} note={String(some.length)} isOpen={title === 'procedure.owed'}>
          {some.map((duty) => (
            <Duty key={duty.id} duty={duty} procedure={procedure} said={said} />
          ))}
        </Folded>
      ))}
    </Part>
  );
}

type Group = { title: PlainKey; some: readonly ProcedureDuty[] };

/** The duties as every list of what a State owes sorts them; where no State is chosen, all in one. */
function groupsOf(duties: readonly ProcedureDuty[], state: string | undefined): Group[] {
  if (state === undefined) return [{ title: 'procedure.any-state', some: duties }];
  return STANDINGS.map((standing) => ({
    title: TITLES[standing] ?? STANDING_KEYS[standing].title,
    some: duties.filter((duty) => duty.standing === standing),
  })).filter(({ some }) => some.length > 0);
}

/** Said otherwise here than on the page of a State: a stage has no note under its title. */
const TITLES: Readonly<Partial<Record<Standing, PlainKey>>> = {
  owed: 'procedure.owed',
  unknown: 'procedure.unknown',
  'not-bound': 'procedure.not-bound',
  guidance: 'procedure.guidance',
};

function Duty({ duty, procedure, said }: Shown & { duty: ProcedureDuty }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { id, label, bearer, act, strength, by, cites, bound, isCustomSaid } = duty;
  const { state, on } = procedure;
  return (
    <div id={id}>
      <h4>{label}</h4>
      <p>
        {bearer}: {act}.
      </p>
      <p class="small">
        {[t(STRENGTH_KEYS[strength]), ...(by ? [deadlineWords(by, words)] : [])].join(' · ')}
      </p>
      <p class="small">
        <Sources citations={cites.map(({ ref }) => getCitation(said.law, ref))} law={said} />
      </p>
      {state !== undefined &&
        bound?.by.map(({ instrument }) => {
          const found = said.law.instruments[instrument];
          return found ? (
            <p class="small" key={instrument}>
              {said.instrument(instrument)}: <BoundWords instrument={found} at={{ state, on }} said={said} />
            </p>
          ) : null;
        })}
      {state !== undefined && isCustomSaid && (
        <p class="small">{t('footing.custom', { state: stateName(state, words.language) })}</p>
      )}
    </div>
  );
}

function deadlineWords(by: ProcedureDeadline, { t }: Words): string {
  if (by.kind === 'words') return by.words;
  const key = by.calendar === 'working' ? 'duty.working-days' : 'duty.calendar-days';
  const counted = t(key, { count: by.days, from: by.from });
  if (by.given === 'law') return counted;
  return `${counted} ${t(by.given === 'state' ? 'procedure.state-gives' : 'procedure.nobody-said')}`;
}

function Review({ procedure: { principles } }: { procedure: Procedure }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="review" title={t('procedure.review')}>
      <p class="read">{t('procedure.review-note')}</p>
      <Table
        caption={t('procedure.review')}
        isCaptionHidden
        columns={[
          { label: t('procedure.principle') },
          { label: t('procedure.question') },
          { label: t('procedure.answer') },
        ]}
        rows={principles.map(({ says, asks }) => [says, asks, t('procedure.answers')])}
      />
    </Part>
  );
}
