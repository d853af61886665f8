import type { JSX } from 'preact';
import type { ClockJump } from '../../store/index.ts';
import { Note, useWords } from '../../web/index.ts';
import { writeMoment } from '../journal/journal-table.tsx';

type Told = { clock: ClockJump; isAdministrator: boolean };

/**
 * That the machine's clock was moved, or that the node was off for long, on every page of who is signed in, for a day; what to do stands
 * there for administrators, where it is not certain that the clock is right.
 */
export function ClockNotice({ clock, isAdministrator }: Told): JSX.Element {
  const { t, language } = useWords();
  const { at, movedMs, offMs } = clock;
  const { unit, count } = amountOf(Math.abs(offMs ?? movedMs));
  const values = { unit, count, at: writeMoment(at.toISOString(), language) };
  const isCertain = offMs !== undefined && movedMs === 0;
  const moved = () => (movedMs > 0 ? t('desk.clock.forward', values) : t('desk.clock.back', values));
  return (
    <Note kind="worth-knowing" title={t(offMs === undefined ? 'desk.clock.title' : 'desk.clock.off-title')}>
      <p>{offMs === undefined ? moved() : t('desk.clock.off', values)}</p>
      {offMs !== undefined && !isCertain && <p>{t('desk.clock.off-unsure')}</p>}
      {isAdministrator && !isCertain && <p>{t('desk.clock.administrator')}</p>}
    </Note>
  );
}

const MINUTE_MS = 60_000;

function amountOf(ms: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 90) return { unit: 'minutes', count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.round(hours / 24) };
}
