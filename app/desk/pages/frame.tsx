import type { JSX } from 'preact';
import type { ClockJump } from '../../store/index.ts';
import { Button, type PlainKey, StaffBar, type StaffFrame, useWords } from '../../web/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { ClockNotice } from './clock-notice.tsx';

/** A place that the bar leads to. */
export type Place = { path: string; name: PlainKey };

type FrameOf = {
  path: string;
  places: readonly Place[];
  who: string | undefined;
  agency: string | undefined;
  token: string;
  notice?: JSX.Element | undefined;
};

/** Bar and foot of a page whose worker is signed in. */
export function workerFrame(given: FrameOf): StaffFrame {
  const { notice, ...bar } = given;
  return { bar: <WorkerBar {...bar} />, foot: <WorkerFoot token={given.token} />, first: '/desk', notice };
}

function WorkerBar({ path, places, who, agency }: FrameOf): JSX.Element {
  const { t } = useWords();
  return (
    <StaffBar
      home="/desk"
      places={places.map((place) => ({
        path: place.path,
        name: t(place.name),
        isHere: place.path === path || (place.path !== '/desk' && path.startsWith(`${place.path}/`)),
      }))}
      who={{ path: '/desk/you', name: who ?? t('desk.you'), of: agency ?? '' }}
    />
  );
}

function WorkerFoot({ token }: { token: string }): JSX.Element {
  const { t, href } = useWords();
  return (
    <>
      <form method="post" action={href('/desk/sign-out')}>
        <input type="hidden" name={FORM_TOKEN} value={token} />
        <Button kind="other">{t('desk.sign-out')}</Button>
      </form>
      <p>{t('desk.foot')}</p>
    </>
  );
}

/** Bar and foot of a page of the desk before anybody is signed in. */
export function strangerFrame(clock?: ClockJump): StaffFrame {
  const notice = clock && <ClockNotice clock={clock} isAdministrator={false} />;
  return { bar: <StaffBar home="/desk" places={[]} />, foot: <StrangerFoot />, notice };
}

function StrangerFoot(): JSX.Element {
  const { t } = useWords();
  return <p>{t('desk.foot-stranger')}</p>;
}
