import { bindingOf, type Citation, getCitation } from '@clew/rules';
import type { JSX } from 'preact';
import { MarksKey, Note, PageHead, PageLink, Part, useWords, writeDate } from '../../web/index.ts';
import { type AskedPlace, AskPlace } from '../asked-day.tsx';
import { BoundWords } from '../bound-words.tsx';
import { isCustomSaidOf } from '../custom.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import type { RightsRow, RightsSide, RightsTable, Said } from '../rights-table.ts';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';

type Shown = { asked: AskedPlace; said: LawWords };

/** `/law/rights`: what a refugee and a victim of trafficking can each ask for, beside each other. */
export function RightsPage({ asked, said, table }: Shown & { table: RightsTable }): JSX.Element {
  const { t, language } = useWords();
  const where = asked.state === undefined ? t('rights.no-state') : stateName(asked.state, language);
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={table.label[language]}
        lede={t('rights.lede')}
        facts={asked.isWrongDay ? [] : [where, t('states.as-of', { day: writeDate(asked.on, language) })]}
      />
      <AskPlace path="/law/rights" asked={asked} law={said.law} />
      {!asked.isWrongDay && (
        <>
          {table.rows.map((row) => (
            <Row key={row.id} row={row} asked={asked} said={said} />
          ))}
          <p class="small soft">
            {t('rights.source')} <bdi lang="en">{table.source}</bdi>
          </p>
        </>
      )}
      <MarksKey />
    </>
  );
}

function Row({ row, asked, said }: Shown & { row: RightsRow }): JSX.Element {
  const { t, language } = useWords();
  const words = (text: Said) => text[language];
  return (
    <Part id={row.id} title={`${words(row.refugee.label)} · ${words(row.victim.label)}`}>
      <div class="besides">
        <dl>
          <div>
            <dt>{t('rights.refugee')}</dt>
            <dd>
              <Side side={row.refugee} asked={asked} said={said} />
            </dd>
          </div>
          <div>
            <dt>{t('rights.victim')}</dt>
            <dd>
              <Side side={row.victim} asked={asked} said={said} />
            </dd>
          </div>
        </dl>
      </div>
      {row.correction && (
        <Note kind="worth-knowing" title={t('rights.correction')}>
          <p>{words(row.correction)}</p>
        </Note>
      )}
    </Part>
  );
}

/** Each source of a right: how strongly it asks, and whether it binds the State. */
function Side({ side, asked, said }: Shown & { side: RightsSide }): JSX.Element {
  const { t } = useWords();
  const cites = side.cites.map((ref) => getCitation(said.law, ref as Citation['ref']));
  return (
    <ul>
      {cites.map((cite) => {
        const strength = strengthOf(cite, said);
        return (
          <li key={cite.ref}>
            <Sources citations={[cite]} law={said} />
            {strength && <span class="small soft"> {t(STRENGTH_KEYS[strength])}</span>}
            <BoundThere cite={cite} asked={asked} said={said} />
          </li>
        );
      })}
    </ul>
  );
}

function BoundThere({ cite, asked, said }: Shown & { cite: Citation }): JSX.Element | null {
  const { t, language } = useWords();
  const instrument = said.law.instruments[cite.instrument];
  if (!instrument || asked.state === undefined) return null;
  if (instrument.kind === 'guidance') return <span class="small soft"> {t('rights.guidance')}</span>;
  const at = { state: asked.state, on: asked.on };
  // Of this paragraph alone: what the State said of others takes nothing away from it.
  const binding = bindingOf(said.law, [cite], at);
  return (
    <span class="small">
      {' '}
      <BoundWords instrument={instrument} at={at} said={said} bound={binding?.by[0]} />
      {isCustomSaidOf([cite], { law: said.law, bound: binding }) &&
        ` ${t('footing.custom', { state: stateName(asked.state, language) })}`}
    </span>
  );
}

function strengthOf({ instrument, anchor }: Citation, { law }: LawWords) {
  return law.instruments[instrument]?.articles.find((article) => article.anchor === anchor)?.strength;
}
