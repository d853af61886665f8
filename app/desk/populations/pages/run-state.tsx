import type { JSX } from 'preact';
import { Button, PageLink, type PlainKey, useWords } from '../../../web/index.ts';
import { FORM_TOKEN } from '../../session/ticket.ts';
import { RESTING } from '../ask-count.ts';
import type { OwnRun } from '../find-populations.ts';

type StateOf = {
  run: OwnRun;
  /** The page that says where it stands. */
  path: string;
  runPath: string;
  token: string;
};

const WORDS = {
  waiting: 'population.state.waiting-why',
  running: 'population.state.running-why',
  stopped: 'population.state.stopped-why',
  interrupted: 'population.state.interrupted-why',
  'no-room': 'population.state.no-room-why',
  failed: 'population.state.failed-why',
  refused: 'population.refused',
  done: 'population.state.done',
} as const satisfies Record<OwnRun['state'], PlainKey>;

/**
 * Where a look or a count stands, and what can be done: look again, stop it, let it go on. The page does not come again by itself: a page
 * left open must not keep a session alive.
 */
export function RunState({ run, path, runPath, token }: StateOf): JSX.Element {
  const { t } = useWords();
  const isUnderWay = run.state === 'waiting' || run.state === 'running';
  return (
    <section aria-label={t('population.progress')}>
      <p>{t(WORDS[run.state])}</p>
      {isUnderWay && run.kind === 'count' && (
        <p>
          <progress max={100} value={run.percent} aria-label={t('population.progress')} />{' '}
          <bdi>{run.percent} %</bdi>
        </p>
      )}
      {isUnderWay && (
        <p>
          <PageLink path={path}>{t('population.look-again')}</PageLink>
        </p>
      )}
      {isUnderWay && <Do path={`${runPath}/stop`} token={token} words="population.stop" />}
      {RESTING.includes(run.state) && <Do path={`${runPath}/go-on`} token={token} words="population.go-on" />}
    </section>
  );
}

/** A form that is one button. */
export function Do({ path, token, words }: { path: string; token: string; words: PlainKey }): JSX.Element {
  const { t, href } = useWords();
  return (
    <form method="post" action={href(path)}>
      <input type="hidden" name={FORM_TOKEN} value={token} />
      <Button kind="other">{t(words)}</Button>
    </form>
  );
}
