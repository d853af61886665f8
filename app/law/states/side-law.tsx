import { type Law, type SideLaw, TOPICS } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, Part, type PlainKey, Table, useWords, Verdict } from '../../web/index.ts';
import { AsOf } from '../as-of.tsx';

type Kind = keyof typeof TOPICS;

const KINDS: readonly { kind: Kind; title: PlainKey }[] = [
  { kind: 'complementary', title: 'states.side.complementary' },
  { kind: 'preventive', title: 'states.side.preventive' },
];

const TOPIC_KEYS: Readonly<Record<SideLaw['topic'], PlainKey>> = {
  'money-laundering': 'states.side.money-laundering',
  'document-seizure': 'states.side.document-seizure',
  'wage-theft': 'states.side.wage-theft',
  assault: 'states.side.assault',
  'labour-suppliers': 'states.side.labour-suppliers',
  'workplace-safety': 'states.side.workplace-safety',
  'child-protection': 'states.side.child-protection',
};

/** What a State's law says beside that on trafficking: each topic, and where it is empty that nobody has said. */
export function SideLawPart({ law, state }: { law: Law; state: string }): JSX.Element {
  const { t } = useWords();
  const entry = law.states[state];
  return (
    <>
      {KINDS.map(({ kind, title }) => (
        <Part key={kind} id={kind} title={t(title)}>
          <Table
            caption={t(title)}
            isCaptionHidden
            columns={[
              { label: t('states.column-what') },
              { label: t('states.column-national') },
              { label: t('states.column-as-of') },
            ]}
            rows={TOPICS[kind].map((topic) => {
              const found = entry?.[kind].filter((one) => one.topic === topic) ?? [];
              return [t(TOPIC_KEYS[topic]), <Said said={found} />, <KnownUpTo said={found} />];
            })}
          />
        </Part>
      ))}
    </>
  );
}

function Said({ said }: { said: readonly SideLaw[] }): JSX.Element {
  const { t } = useWords();
  if (said.length === 0) return <Verdict state="unknown" word={t('states.national.nobody-has-said')} />;
  return (
    <>
      {said.map(({ text, status, compared }) => (
        <p key={text}>
          <bdi lang="en">{text}</bdi> <CheckMark of={status} />
          {compared && (
            <small class="soft">
              {' '}
              {t('law.seen')} <bdi lang="en">{compared.source}</bdi>
            </small>
          )}
        </p>
      ))}
    </>
  );
}

function KnownUpTo({ said }: { said: readonly SideLaw[] }): JSX.Element | null {
  const [first] = said;
  return first ? <AsOf of={first} /> : null;
}
