import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Empty,
  notFound,
  PageHead,
  redirectTo,
  showFault,
  showPage,
  Tag,
  useWords,
} from '../../web/index.ts';
import type { Names } from '../agency/names.ts';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { type Alarm, readAlarms } from './alarms.ts';
import { nameOf, writeMoment } from './journal-table.tsx';

const path = '/desk/alarms';

/** What the journal itself noticed, for supervisor and auditor; and that somebody else has looked into it. */
export const alarmPages: readonly DeskPage[] = [
  deskPage({
    path,
    method: 'get',
    action: 'alarm.read',
    title: 'desk.alarm.title',
    place: 'desk.alarm.place',
    render: (_visit, worker) => showAlarms(worker),
  }),
  deskPage({
    path: '/desk/alarms/settle',
    method: 'post',
    action: 'alarm.settle',
    title: 'desk.alarm.title',
    render: async ({ form }, worker) => settle(worker, Number(form.get('number'))),
  }),
];

/** Whom an alarm is about cannot settle it. */
async function settle({ door, actor }: SignedIn, number: number): Promise<Answer> {
  const alarm = (await door.read(readAlarms)).find((one) => one.number === number);
  if (!alarm) return notFound();
  if (alarm.workerId === actor.workerId)
    return showFault({ status: 403, message: 'desk.alarm.own', advice: 'desk.alarm.own-advice' });
  if (alarm.settledBy === undefined)
    await door.write({ action: 'alarm.settle', thing: `alarm ${number}` }, async () => undefined);
  return redirectTo(path);
}

type NamedAlarm = Alarm & { name: string; settledName: string | undefined };

async function showAlarms(worker: SignedIn): Promise<Answer> {
  const { door, names, actor, formToken } = worker;
  const alarms = await door.readSealed({ action: 'alarm.read', thing: 'alarms' }, readAlarms);
  const named = await Promise.all(alarms.map((alarm) => nameAlarm(names, alarm)));
  const maySettle = mayAtAll(actor, 'alarm.settle');
  return showPage(
    <Alarms
      alarms={named}
      token={formToken}
      maySettle={({ workerId, settledBy }) =>
        maySettle && workerId !== actor.workerId && settledBy === undefined
      }
    />,
  );
}

async function nameAlarm(names: Names, alarm: Alarm): Promise<NamedAlarm> {
  const { workerId, settledBy } = alarm;
  const settledName = settledBy && ((await nameOf(names, settledBy)) ?? settledBy);
  return { ...alarm, name: (await nameOf(names, workerId)) ?? workerId, settledName };
}

type AlarmsProps = {
  alarms: readonly NamedAlarm[];
  token: string;
  maySettle: (alarm: NamedAlarm) => boolean;
};

function Alarms({ alarms, token, maySettle }: AlarmsProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('desk.alarm.title')} lede={t('desk.alarm.lede')} />
      {alarms.length === 0 && <Empty title={t('desk.alarm.empty')} why={t('desk.alarm.empty-why')} />}
      <ul class="flow">
        {alarms.map((alarm) => (
          <OneAlarm key={alarm.number} alarm={alarm} token={token} maySettle={maySettle(alarm)} />
        ))}
      </ul>
    </>
  );
}

const KIND_WORDS = {
  files: 'desk.alarm.files',
  reveals: 'desk.alarm.reveals',
  glass: 'desk.alarm.glass',
  exclusion: 'desk.alarm.exclusion',
} as const;

function OneAlarm(props: { alarm: NamedAlarm; token: string; maySettle: boolean }): JSX.Element {
  const { t, rich, href, language } = useWords();
  const { alarm, token, maySettle } = props;
  return (
    <li>
      <p>
        {rich(KIND_WORDS[alarm.kind], { name: alarm.name, b: (inner) => <bdi>{inner}</bdi> })}{' '}
        <span class="soft small">{writeMoment(alarm.at, language)}</span>{' '}
        {alarm.settledAt === undefined && <Tag>{t('desk.alarm.open')}</Tag>}
      </p>
      {alarm.settledAt !== undefined && (
        <p class="soft small">
          {rich('desk.alarm.settled', { name: alarm.settledName ?? '', b: (inner) => <bdi>{inner}</bdi> })}{' '}
          {writeMoment(alarm.settledAt, language)}
        </p>
      )}
      {maySettle && (
        <form method="post" action={href('/desk/alarms/settle')}>
          <input type="hidden" name={FORM_TOKEN} value={token} />
          <input type="hidden" name="number" value={alarm.number} />
          <p class="btns">
            <Button kind="other">{t('desk.alarm.settle')}</Button>
          </p>
        </form>
      )}
    </li>
  );
}
