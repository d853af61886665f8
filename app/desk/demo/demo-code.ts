import type { Desk } from '../desk.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { DEMO_CODE_SECRET } from './demo-agencies.ts';

const HALF_MINUTE_MS = 30_000;

/** In a demo everybody has one secret for codes, and the page shows the code. No other node knows one before a sign-in. */
export function demoCode({ isDemo, now }: Desk): string | undefined {
  return isDemo ? codeAt(DEMO_CODE_SECRET, now()) : undefined;
}

/** The code after it, for who has just used that one to sign in. */
export function demoCodeAgain({ isDemo, now }: Desk): string | undefined {
  return isDemo ? codeAt(DEMO_CODE_SECRET, new Date(now().getTime() + HALF_MINUTE_MS)) : undefined;
}
