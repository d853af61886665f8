import type { JSX } from 'preact';
import {
  Button,
  Choice,
  DateText,
  Field,
  Folded,
  type FormState,
  Note,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  Tick,
  useWords,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { FORM_TOKEN } from '../../session/ticket.ts';
import { differencesOf, lastListing } from '../compare.ts';
import { SHOWN_DAYS } from '../confirm-change.ts';
import type { Way } from '../entry-box.ts';
import type { Entry, WaitingChange } from '../find-entries.ts';
import { listingOf } from '../listing.ts';
import { STATE_WORDS } from './list-page.tsx';
import { DifferenceTable, ListingPairs } from './listing-words.tsx';
import { problemText } from './problems.tsx';

type EntryOf = {
  entry: Entry;
  state: FormState;
  token: string;
  /** Who proposed what waits. */
  by: string | undefined;
  mayConfirm: boolean;
  mayPropose: boolean;
};

const WAY_WORDS: Readonly<Record<Way, PlainKey>> = {
  'old-contact': 'directory.way.old-contact',
  found: 'directory.way.found',
};

/** One entry, as colleagues see it. */
export function EntryView({ entry, by, mayPropose, ...rest }: EntryOf): JSX.Element {
  const { t } = useWords();
  const { entryId, content, listing, state, expiresAt, change } = entry;
  const name = (change?.content ?? content)?.service.service.name ?? t('directory.closed');
  return (
    <div class="read">
      <PageHead
        title={<bdi>{name}</bdi>}
        lede={t(STATE_WORDS[state])}
        facts={expiresAt ? [t('directory.until'), <DateText key="until" day={dayOf(expiresAt)} />] : []}
      />
      {change && <Change {...{ entry, change, by, mayPropose }} {...rest} />}
      {listing && (
        <Part id="shown" title={t('directory.shown')}>
          <ListingPairs listing={listing} />
          {content?.confirmed && (
            <p>
              {t(WAY_WORDS[content.confirmed.way])}: <bdi>{content.confirmed.which}</bdi>
            </p>
          )}
        </Part>
      )}
      <p class="btns">
        {mayPropose && (
          <PageLink path={`/desk/directory/${entryId}/edit`}>{t('directory.edit.title')}</PageLink>
        )}
        {content && (
          <PageLink path={`/desk/directory/${entryId}/export`}>{t('directory.export-one')}</PageLink>
        )}
      </p>
      {mayPropose && <Deeds entry={entry} state={rest.state} token={rest.token} />}
    </div>
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

type ChangeOf = Omit<EntryOf, 'entry'> & { entry: Entry; change: WaitingChange };

function Change({ entry, change, by, state, token, mayConfirm, mayPropose }: ChangeOf): JSX.Element {
  const words = useWords();
  const { t } = words;
  const path = `/desk/directory/${entry.entryId}`;
  const made = change.content && listingOf(change.content.service);
  const before = entry.listing ?? lastListing(entry.content?.service);
  return (
    <Part id="change" title={t('directory.change.title')}>
      <p>
        {t('directory.change.by')} <bdi>{by}</bdi>, <DateText day={dayOf(change.at)} />
      </p>
      {made?.ok && <DifferenceTable differences={differencesOf(before, made.listing)} />}
      {made && !made.ok && (
        <Note kind="safety" title={t('directory.confirm.unfit')} level={3}>
          <ul>
            {made.problems.map((problem) => (
              <li key={JSON.stringify(problem)}>{problemText(problem, words)}</li>
            ))}
          </ul>
        </Note>
      )}
      {made?.ok && mayConfirm && (
        <Confirm {...{ state, token, path }} changeId={change.changeId} isNew={entry.content === undefined} />
      )}
      {!mayConfirm && <p>{t('directory.confirm.by-another')}</p>}
      {mayPropose && (
        <DeedForm
          path={`${path}/drop`}
          token={token}
          changeId={change.changeId}
          words={t('directory.change.drop')}
        />
      )}
    </Part>
  );
}

type ConfirmOf = { path: string; changeId: string; isNew: boolean; state: FormState; token: string };

/** The second person says by which way they asked, and whom. */
function Confirm({ path, changeId, isNew, state, token }: ConfirmOf): JSX.Element {
  const { t } = useWords();
  const ways = isNew ? (['found'] as const) : (['old-contact', 'found'] as const);
  return (
    <DeskForm path={`${path}/confirm`} token={token} state={state} next={t('directory.confirm.next')}>
      <input type="hidden" name="change" value={changeId} />
      <p>{t('directory.confirm.lede', { days: SHOWN_DAYS })}</p>
      <Choice
        name="way"
        label={t('directory.confirm.way')}
        options={ways.map((value) => ({ value, label: t(WAY_WORDS[value]) }))}
      />
      <Field name="which" label={t('directory.confirm.which')} hint={t('directory.confirm.which-hint')} />
    </DeskForm>
  );
}

function Deeds({ entry, state, token }: { entry: Entry; state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  const path = `/desk/directory/${entry.entryId}`;
  return (
    <>
      {entry.listing && (
        <Part id="partner" title={t('directory.link.part')}>
          <p>{t('directory.link.why', { days: SHOWN_DAYS })}</p>
          {entry.hasLink && <p>{t('directory.link.again')}</p>}
          <DeedForm path={`${path}/link`} token={token} words={t('directory.link.make')} />
          <DeedForm path={`${path}/hide`} token={token} words={t('directory.hide')} />
        </Part>
      )}
      <Folded title={t('directory.erase')}>
        <DeskForm path={`${path}/erase`} token={token} state={state} next={t('directory.erase')}>
          <Tick name="sure" label={t('directory.erase-sure')} />
        </DeskForm>
      </Folded>
    </>
  );
}

type DeedOf = { path: string; token: string; changeId?: string; words: string };

function DeedForm({ path, token, changeId, words }: DeedOf): JSX.Element {
  const { href } = useWords();
  return (
    <form method="post" action={href(path)}>
      <input type="hidden" name={FORM_TOKEN} value={token} />
      {changeId !== undefined && <input type="hidden" name="change" value={changeId} />}
      <Button kind="other">{words}</Button>
    </form>
  );
}
