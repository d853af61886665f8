import type { JSX } from 'preact';
import type { ShownHelp } from '../../desk/index.ts';
import { stateName } from '../../law/index.ts';
import { Button, Carried, Note, PageHead, Part, SafetyWords, Table, useWords } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { AskWhom } from '../rights/ask-whom.tsx';
import { FIELDS, type Help, placesOf } from './choose-help.ts';
import { HELP_FORM, HelpForm } from './help-form.tsx';
import { HelpList } from './help-list.tsx';

/** The form, and where help is; or that nobody has entered any, and whom else to ask. */
export function AskHelp({
  all,
  values,
  isDemo,
}: {
  all: readonly ShownHelp[];
  values: URLSearchParams;
  isDemo: boolean;
}): JSX.Element {
  const { t } = useWords();
  if (all.length === 0)
    return (
      <>
        <PageHead title={t('guide.help.title')} lede={t('guide.help.empty')} />
        <AskWhom />
      </>
    );
  return (
    <>
      <PageHead title={t('guide.help.title')} lede={t('guide.help.lede')} />
      {isDemo && <MadeUp />}
      <HelpForm all={all} values={values} />
      <ByPlace all={all} />
      <AskWhom />
    </>
  );
}

function MadeUp(): JSX.Element {
  const { t } = useWords();
  return (
    <Note kind="unchecked" title={t('guide.help.by-place')} level={2}>
      <p>
        <SafetyWords of="guide.help.made-up" />
      </p>
    </Note>
  );
}

function ByPlace({ all }: { all: readonly ShownHelp[] }): JSX.Element {
  const { t, tongue } = useWords();
  return (
    <Part id="places" title={t('guide.help.by-place')}>
      <Table
        caption={t('guide.help.by-place')}
        isCaptionHidden
        look="plain"
        columns={[{ label: t('guide.help.where') }, { label: t('guide.help.places'), isFigure: true }]}
        rows={placesOf(all).map(({ country, city, count }) => [
          <bdi key="place">{[stateName(country, tongue), city].filter(Boolean).join(' · ')}</bdi>,
          count,
        ])}
      />
    </Part>
  );
}

const CARRIED: readonly string[] = Object.values(FIELDS).filter((name) => name !== FIELDS.from);

type FoundOf = {
  found: readonly Help[];
  shown: readonly Help[];
  /** Where the next page begins; undefined where this is the last. */
  next: number | undefined;
  values: URLSearchParams;
  isDemo: boolean;
};

/** What fits, a page at a time. */
export function FoundHelp({ found, shown, next, values, isDemo }: FoundOf): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        title={t('guide.help.title')}
        lede={
          found.length === 0 ? t('guide.help.none-found') : t('guide.help.found', { count: found.length })
        }
      />
      {isDemo && <MadeUp />}
      {found.length > 0 && (
        <p class="read">
          <SafetyWords of="guide.whom.careful" /> <SafetyWords of="guide.help.device" />
        </p>
      )}
      <HelpList shown={shown} />
      {found.length === 0 && <AskWhom />}
      <Again values={values} next={next} />
    </>
  );
}

function Again({ values, next }: Pick<FoundOf, 'values' | 'next'>): JSX.Element {
  const { t, href } = useWords();
  const carried = [...values].filter(([name]) => CARRIED.includes(name));
  return (
    <>
      {next !== undefined && (
        <form method="post" action={href(GUIDE_PATHS.help)} autocomplete="off" class="noprint">
          <Carried values={[...carried, [FIELDS.from, String(next)]]} />
          <p class="btns">
            <Button>{t('guide.help.more')}</Button>
          </p>
        </form>
      )}
      <form method="post" action={href(GUIDE_PATHS.help)} autocomplete="off" class="noprint">
        <Carried values={[...carried, [HELP_FORM.name, HELP_FORM.value]]} />
        <p class="btns">
          <Button kind="other">{t('guide.help.change')}</Button>
        </p>
      </form>
    </>
  );
}
