import type { JSX } from 'preact';
import type { ClockJump } from '../../store/index.ts';
import { Note, useWords } from '../../web/index.ts';
import { writeMoment } from '../journal/journal-table.tsx';

type Told = { clock: ClockJump; isAdministrator: boolean };

/** That the machine's clock was moved, on every page of who is signed in, for a day; what to do stands there for administrators. */
export function ClockNotice({ clock, isAdministrator }: Told): JSX.Element {
  const { t, language } = useWords();
  const { unit, count } = amountOf(Math.abs(clock.movedMs));
  const values = { unit, count, at: writeMoment(clock.at.toISOString(), language) };
  return (
    <Note kind="worth-knowing" title={t('desk.clock.title')}>
      <p>{clock.movedMs > 0 ? t('desk.clock.forward', values) : t('desk.clock.back', values)}</p>
      {isAdministrator && <p>{t('desk.clock.administrator')}</p>}
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
