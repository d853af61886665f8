import type { JSX } from 'preact';
import {
  Button,
  Empty,
  Field,
  type FormState,
  Note,
  PageHead,
  PageLink,
  type Pair,
  Pairs,
  Tag,
  TextArea,
  useWords,
  type Words,
  writeDate,
} from '../../web/index.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { OtherContent } from '../pages/other-content.tsx';
import { FORM_TOKEN } from '../session/ticket.ts';
import type { RegisteredDemand, UnprovenEntry } from './register.ts';

/** A demand with the names of its two people. `isOwn`: whoever looks registered it and cannot confirm it. */
export type NamedDemand = RegisteredDemand & {
  registeredName: string;
  confirmedName: string | undefined;
  isOwn: boolean;
};

type Shared = {
  token: string;
  /** Today, like 2026-03-16. */
  today: string;
  mayConfirm: boolean;
  mayRegister: boolean;
  /** What was typed about telling the person, where it needs another look. */
  telling: { id: string; state: FormState } | undefined;
  /** What was to be confirmed and is another than the page showed. */
  changedId: string | undefined;
};

/** The register, the newest first, each demand whole: it prints as it stands. */
type ListProps = Shared & { demands: readonly NamedDemand[]; unproven: readonly UnprovenEntry[] };

export function DemandList(props: ListProps): JSX.Element {
  const { t } = useWords();
  const { demands, unproven, ...shared } = props;
  return (
    <>
      <PageHead title={t('desk.demand.title')} lede={t('desk.demand.lede')} />
      <p class="btns">
        {props.mayRegister && <PageLink path="/desk/demands/new">{t('desk.demand.new')}</PageLink>}{' '}
        <PageLink path="/desk/hand-over">{t('desk.limits.title')}</PageLink>
      </p>
      <Unproven entries={unproven} />
      {demands.length === 0 && unproven.length === 0 && (
        <Empty title={t('desk.demand.empty')} why={t('desk.demand.empty-why')} />
      )}
      {demands.map((demand) => (
        <OneDemand key={demand.demandId} demand={demand} {...shared} />
      ))}
    </>
  );
}

/** What stands in the register and nobody signed: that it is there is said, and nothing of it shown. */
function Unproven({ entries }: { entries: readonly UnprovenEntry[] }): JSX.Element | null {
  const { t, language } = useWords();
  if (entries.length === 0) return null;
  return (
    <Note kind="safety" title={t('desk.demand.unproven')}>
      <p>{t('desk.demand.unproven-why')}</p>
      <ul>
        {entries.map(({ entryId, at }) => (
          <li key={entryId}>
            {writeDate(at.toISOString().slice(0, 10), language)} <bdi dir="ltr">{entryId}</bdi>
          </li>
        ))}
      </ul>
    </Note>
  );
}

function OneDemand({ demand, ...shared }: Shared & { demand: NamedDemand }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const isTold = demand.told === 'told' || demand.toldLater !== undefined;
  return (
    <section class="part" id={demand.demandId}>
      <h2>
        <bdi>{demand.askedBy}</bdi>
      </h2>
      <p>
        {writeDate(demand.receivedOn, language)}{' '}
        {demand.confirmedBy === undefined && <Tag>{t('desk.demand.open')}</Tag>}{' '}
        {!isTold && <Tag>{t(tellingOf(demand, shared.today))}</Tag>}
      </p>
      <Pairs pairs={pairsOf(demand, words)} />
      {demand.demandId === shared.changedId && <OtherContent />}
      {demand.confirmedBy === undefined && shared.mayConfirm && (
        <Confirm demand={demand} token={shared.token} />
      )}
      {!isTold && shared.mayRegister && <Tell demand={demand} {...shared} />}
    </section>
  );
}

/** A court's order that is over forbids nothing: then the person is to be told. */
function tellingOf({ told, forbiddenUntil }: NamedDemand, today: string) {
  const isForbidden = told === 'forbidden' && (forbiddenUntil === undefined || forbiddenUntil >= today);
  return isForbidden ? 'desk.demand.not-told-forbidden' : 'desk.demand.not-told';
}

function pairsOf(demand: NamedDemand, { t, language }: Words): Pair[] {
  const { court, forbiddenUntil, toldLater } = demand;
  const text = (words: string) => (
    <span dir="auto" class="typed">
      {words}
    </span>
  );
  return [
    { term: t('desk.demand.basis'), body: text(demand.basis) },
    { term: t('desk.demand.about'), body: text(demand.about) },
    { term: t('desk.demand.given'), body: text(demand.given) },
    { term: t('desk.demand.by-first'), body: <bdi>{demand.registeredName}</bdi> },
    {
      term: t('desk.demand.by-second'),
      body:
        demand.confirmedName === undefined ? t('desk.demand.nobody-yet') : <bdi>{demand.confirmedName}</bdi>,
    },
    ...(demand.told === 'told' ? [{ term: t('desk.demand.told'), body: t('desk.demand.told-yes') }] : []),
    ...(court === undefined ? [] : [{ term: t('desk.demand.court'), body: text(court) }]),
    ...(forbiddenUntil === undefined
      ? []
      : [{ term: t('desk.demand.until'), body: writeDate(forbiddenUntil, language) }]),
    ...(toldLater === undefined
      ? []
      : [
          { term: t('desk.demand.told-on'), body: writeDate(toldLater.toldOn, language) },
          { term: t('desk.demand.how'), body: text(toldLater.how) },
        ]),
  ];
}

function Confirm({ demand, token }: { demand: NamedDemand; token: string }): JSX.Element {
  const { t, href } = useWords();
  if (demand.isOwn) return <p class="soft">{t('desk.demand.another')}</p>;
  return (
    <form method="post" action={href('/desk/demands/confirm')}>
      <input type="hidden" name={FORM_TOKEN} value={token} />
      <input type="hidden" name="id" value={demand.demandId} />
      <input type="hidden" name="seen" value={demand.seen} />
      <p class="btns">
        <Button>{t('desk.demand.confirm')}</Button>
      </p>
    </form>
  );
}

function Tell({ demand, token, telling }: Shared & { demand: NamedDemand }): JSX.Element {
  const { t } = useWords();
  const isThis = telling?.id === demand.demandId;
  return (
    <details open={isThis}>
      <summary>{t('desk.demand.tell')}</summary>
      <DeskForm
        path="/desk/demands/told"
        token={token}
        next={t('desk.demand.tell-next')}
        {...(isThis ? { state: telling.state } : {})}
      >
        <input type="hidden" name="id" value={demand.demandId} />
        <Field name="toldOn" type="date" label={t('desk.demand.told-on')} />
        <TextArea name="how" label={t('desk.demand.how')} />
      </DeskForm>
    </details>
  );
}
