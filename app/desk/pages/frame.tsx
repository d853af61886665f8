import type { JSX } from 'preact';
import { Button, type PlainKey, StaffBar, type StaffFrame, useWords } from '../../web/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';

/** A place that the bar leads to. */
export type Place = { path: string; name: PlainKey };

type FrameOf = {
  path: string;
  places: readonly Place[];
  who: string | undefined;
  agency: string | undefined;
  token: string;
};

/** Bar and foot of a page whose worker is signed in. */
export function workerFrame(given: FrameOf): StaffFrame {
  return { bar: <WorkerBar {...given} />, foot: <WorkerFoot token={given.token} />, first: '/desk' };
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
export function strangerFrame(): StaffFrame {
  return { bar: <StaffBar home="/desk" places={[]} />, foot: <StrangerFoot /> };
}

function StrangerFoot(): JSX.Element {
  const { t } = useWords();
  return <p>{t('desk.foot-stranger')}</p>;
}
