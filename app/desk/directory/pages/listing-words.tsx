import type { ComponentChildren, JSX } from 'preact';
import { type Pair, Pairs, type PlainKey, Table, useWords, type Words } from '../../../web/index.ts';
import type { Difference } from '../compare.ts';
import type { Listing } from '../listing.ts';
import type { Need, Served } from '../terms.ts';

type Field = keyof Listing;

/** The name of each field of what the public is shown. */
export const FIELD_WORDS: Readonly<Record<Field, PlainKey>> = {
  name: 'directory.field.name',
  organisation: 'directory.field.organisation',
  about: 'directory.field.about',
  how: 'directory.field.how',
  who: 'directory.field.who',
  ages: 'directory.field.ages',
  needs: 'directory.field.needs',
  served: 'directory.field.served',
  cost: 'directory.field.cost',
  costs: 'directory.field.costs',
  languages: 'directory.field.languages',
  interpreting: 'directory.field.interpreting',
  alert: 'directory.field.alert',
  phones: 'directory.field.phones',
  email: 'directory.field.email',
  url: 'directory.field.url',
  countries: 'directory.field.countries',
  city: 'directory.field.city',
  point: 'directory.field.point',
  address: 'directory.field.address',
  hours: 'directory.field.hours',
  isHoursWhole: 'directory.field.hours-whole',
  hoursTold: 'directory.field.hours-told',
};

/** What somebody may need, in the words of the public page. */
export const NEED_WORDS: Readonly<Record<Need, PlainKey>> = {
  shelter: 'guide.help.need.shelter',
  law: 'guide.help.need.law',
  health: 'guide.help.need.health',
  talk: 'guide.help.need.talk',
  food: 'guide.help.need.food',
  papers: 'guide.help.need.papers',
  work: 'guide.help.need.work',
  learning: 'guide.help.need.learning',
};

/** For whom a service is, in the words of the public page. */
export const SERVED_WORDS: Readonly<Record<Served, PlainKey>> = {
  women: 'guide.help.served.women',
  men: 'guide.help.served.men',
  children: 'guide.help.served.children',
  families: 'guide.help.served.families',
};

/** What a service costs, in the words of the public page. */
export const COST_WORDS = {
  free: 'guide.help.cost.free',
  paid: 'guide.help.cost.paid',
  unknown: 'guide.help.cost.unknown',
} as const satisfies Record<Listing['cost'], PlainKey>;

const minutes = (at: number) =>
  `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
/** A week that begins on a Sunday. */
const SUNDAY = Date.UTC(2026, 0, 4);

/** Weekly hours as people write them. */
export function hoursText(hours: Listing['hours'], language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return hours.map(({ days, opens, closes, clock }) => {
    const names = days.map((day) => format.format(SUNDAY + day * 86_400_000)).join(', ');
    const zone = typeof clock === 'string' ? clock : `UTC${clock < 0 ? '-' : '+'}${minutes(Math.abs(clock))}`;
    return `${names} ${minutes(opens)}–${minutes(closes)} (${zone})`;
  });
}

/** A field as words; nothing where it says nothing. */
function fieldText(
  field: Field,
  listing: Partial<Listing>,
  { t, language }: Pick<Words, 't' | 'language'>,
): string {
  const value = listing[field];
  if (value === undefined) return '';
  if (field === 'needs') return (listing.needs ?? []).map((need) => t(NEED_WORDS[need])).join(', ');
  if (field === 'served') return (listing.served ?? []).map((one) => t(SERVED_WORDS[one])).join(', ');
  if (field === 'cost' && listing.cost) return t(COST_WORDS[listing.cost]);
  if (field === 'hours') return hoursText(listing.hours ?? [], language).join('; ');
  if (field === 'phones')
    return (listing.phones ?? [])
      .map(({ number, extension }) => [number, extension].join(' ').trim())
      .join('; ');
  if (field === 'ages') return [listing.ages?.from ?? '', listing.ages?.to ?? ''].join('–');
  if (typeof value === 'boolean') return t(value ? 'answer.yes' : 'answer.no');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What the public is shown, field by field. */
export function ListingPairs({ listing }: { listing: Listing }): JSX.Element {
  const words = useWords();
  const pairs = (Object.keys(FIELD_WORDS) as Field[]).flatMap((field): Pair[] => {
    const told = fieldText(field, listing, words);
    return told === '' ? [] : [{ term: words.t(FIELD_WORDS[field]), body: <bdi>{told}</bdi> }];
  });
  return <Pairs pairs={pairs} />;
}

/** What would be shown otherwise than now. The ways to reach somebody stand out. */
export function DifferenceTable({ differences }: { differences: readonly Difference[] }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const cell = (field: Field, value: unknown): ComponentChildren => (
    <bdi key={field}>{fieldText(field, { [field]: value } as Partial<Listing>, words) || '—'}</bdi>
  );
  return (
    <Table
      caption={t('directory.change.what')}
      columns={[
        { label: t('directory.change.field') },
        { label: t('directory.change.before') },
        { label: t('directory.change.after') },
      ]}
      rows={differences.map(({ field, before, after, isWay }) => [
        isWay ? <b key="field">{t(FIELD_WORDS[field])}</b> : t(FIELD_WORDS[field]),
        cell(field, before),
        cell(field, after),
      ])}
    />
  );
}
