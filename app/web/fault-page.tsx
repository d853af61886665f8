import type { JSX } from 'preact';
import { Button, PageLink } from './components/button.tsx';
import { Carried } from './components/languages.tsx';
import { adviceFor, type FaultNotice } from './fault.ts';
import { useWords } from './words-context.ts';

interface FaultPageProps {
  fault: FaultNotice;
  path: string;
  /** What was typed when it happened: it is carried, so that nothing has to be written twice. */
  typed: URLSearchParams | undefined;
  /** Where to begin anew. */
  first?: `/${string}` | undefined;
}

const SAVED = { nothing: 'fault.saved-nothing', perhaps: 'fault.saved-perhaps' } as const;

/** The page for something that did not work: what happened, what to do, and what was typed. */
export function FaultPage({ fault, path, typed, first = '/' }: FaultPageProps): JSX.Element {
  const { t, href } = useWords();
  const carried = typed === undefined ? [] : [...typed];
  return (
    <div class="read">
      <h1>{t(fault.message, fault.values)}</h1>
      {typed !== undefined && fault.saved !== undefined && <p>{t(SAVED[fault.saved])}</p>}
      <p class="lede">{t(adviceFor(fault))}</p>
      {carried.length > 0 && (
        <form method="post" action={href(path)} autocomplete="off">
          <p>{t('fault.typed-kept')}</p>
          <Carried values={carried} />
          <p class="btns">
            <Button>{t('fault.send-again')}</Button>
          </p>
        </form>
      )}
      <p>
        <PageLink path={first}>{t('fault.first-page')}</PageLink>
      </p>
    </div>
  );
}

/** The same in plain HTML with no file of ours, for an address that is not this site's. */
export function BareFaultPage(props: { fault: FaultNotice; origin: string; isDemo: boolean }): JSX.Element {
  const { fault, origin, isDemo } = props;
  const { tongue, direction, t } = useWords();
  return (
    <html lang={tongue} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t('shell.title')}</title>
      </head>
      <body>
        <main>
          {isDemo && <p>{t('shell.demo')}</p>}
          <h1>{t(fault.message, fault.values)}</h1>
          <p>{t('fault.wrong-host-advice', { origin })}</p>
        </main>
      </body>
    </html>
  );
}
