import type { JSX } from 'preact';
import { COST_WORDS, hoursText, type IsOpen, type Listing, SERVED_WORDS } from '../../desk/index.ts';
import { stateName } from '../../law/index.ts';
import { type Pair, Pairs, type PlainKey, SafetyWords, useWords, writeDate } from '../../web/index.ts';
import type { Help } from './choose-help.ts';
import { languageName } from './help-form.tsx';

const OPEN_WORDS: Readonly<Record<IsOpen, PlainKey>> = {
  open: 'guide.help.open',
  closed: 'guide.help.closed',
  unknown: 'guide.help.hours-unknown',
};

/** Places to ask, each with how to reach it. */
export function HelpList({ shown }: { shown: readonly Help[] }): JSX.Element {
  return (
    <>
      {shown.map((help) => (
        <OneHelp key={`${help.listing.name} ${help.listing.phones[0]?.number}`} {...help} />
      ))}
    </>
  );
}

function OneHelp({ listing, isOpen, confirmedOn }: Help): JSX.Element {
  const { t, tongue } = useWords();
  const { name, organisation, about, alert } = listing;
  return (
    <section class="part">
      <h2>
        <bdi>{name}</bdi>
      </h2>
      {organisation && (
        <p>
          <bdi>{organisation}</bdi>
        </p>
      )}
      {alert && (
        <p dir="auto">
          <b>{alert}</b>
        </p>
      )}
      {about && <p dir="auto">{about}</p>}
      <p>
        {t(OPEN_WORDS[isOpen])} · {t(COST_WORDS[listing.cost])}
      </p>
      <Ways listing={listing} />
      {listing.address === undefined && (
        <p>
          <SafetyWords of="guide.help.place-hidden" />
        </p>
      )}
      <p class="small soft">{t('guide.help.confirmed', { date: writeDate(confirmedOn, tongue) })}</p>
    </section>
  );
}

/** Addresses and numbers stand as text: a link would be one touch away from a call, or from a page that keeps a trace. */
function Ways({ listing }: { listing: Listing }): JSX.Element {
  const { t, tongue } = useWords();
  const { phones, email, url, address, how, who, costs, interpreting, hoursTold } = listing;
  const countries = listing.countries.map((code) => stateName(code, tongue)).join(', ');
  const spoken = listing.languages.map((code) => languageName(code, tongue)).join(', ');
  const served = listing.served.map((one) => t(SERVED_WORDS[one])).join(', ');
  const hours = [...hoursText(listing.hours, tongue), ...(hoursTold ? [hoursTold] : [])];
  const numbers = phones.map(({ number, extension }) => [number, extension].join(' ').trim());
  const pairs: [PlainKey, string | undefined, ('ltr' | 'auto')?][] = [
    ['guide.help.phone', numbers.join(', '), 'ltr'],
    ['guide.help.write', email, 'ltr'],
    ['guide.help.website', url, 'ltr'],
    ['guide.help.where', [countries, listing.city].filter(Boolean).join(' · ')],
    ['guide.help.address', address?.join(', ')],
    ['guide.help.how', how],
    ['guide.help.languages', [spoken, interpreting].filter(Boolean).join(' · ')],
    ['guide.help.hours', hours.join('; ')],
    ['guide.help.only-for', [served, who].filter(Boolean).join(' · ')],
    ['guide.help.costs', costs],
  ];
  return (
    <Pairs
      pairs={pairs.flatMap(([term, body, dir = 'auto']): Pair[] =>
        body ? [{ term: t(term), body: <bdi dir={dir}>{body}</bdi> }] : [],
      )}
    />
  );
}
