import type { JSX } from 'preact';
import { useWords } from '../../web/index.ts';
import { grouped, yearOf } from './decisions-request.ts';
import { issueWord } from './issues.ts';
import type { AnyDecision } from './load-shelf.ts';

/** Decades that a line is drawn for. */
const STEP = 10;

/**
 * In which years courts decided on which issue: a knot for each year, larger where there were more, on one scale of years.
 * The drawing stands in its table, which says the same in numbers.
 */
export function IssueChart({ decisions }: { decisions: readonly AnyDecision[] }): JSX.Element {
  const { t } = useWords();
  const rows = [...grouped(decisions, 'issue')].sort((a, b) => b[1].length - a[1].length);
  const years = decisions.map(yearOf);
  const first = Math.floor(Math.min(...years) / STEP) * STEP;
  const last = Math.max(first + STEP, Math.ceil((Math.max(...years) + 1) / STEP) * STEP);
  const [top] = rows;
  return (
    <figure>
      <figcaption>
        {top && (
          <p>
            <b>
              {t('library.chart-finding', {
                issue: issueWord(top[0], t),
                count: top[1].length,
                all: decisions.length,
              })}
            </b>
          </p>
        )}
        <p class="small soft">{t('library.chart-caption')}</p>
      </figcaption>
      <table class="plot">
        <caption class="hide">{t('library.chart-caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('library.search.issue')}</th>
            <th scope="col" class="n">
              {t('library.how-many')}
            </th>
            <th scope="col" class="draw">
              <span class="axis">
                {steps(first, last).map((year) => (
                  <bdi key={year}>{year}</bdi>
                ))}
              </span>
            </th>
            <th scope="col">{t('library.years')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([issue, some]) => (
            <tr key={issue}>
              <th scope="row">{issueWord(issue, t)}</th>
              <td class="n">{some.length}</td>
              <td class="draw" aria-hidden="true">
                <Strip decisions={some} first={first} last={last} />
              </td>
              <td class="small">{yearsInWords(some)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function steps(first: number, last: number): number[] {
  return Array.from({ length: (last - first) / STEP + 1 }, (_, index) => first + index * STEP);
}

function Strip(props: { decisions: readonly AnyDecision[]; first: number; last: number }): JSX.Element {
  const { decisions, first, last } = props;
  const at = (year: number) => `${(((year - first) / (last - first)) * 100).toFixed(2)}%`;
  return (
    <svg class="turn" height="40" aria-hidden="true">
      {steps(first, last).map((year) => (
        <line key={year} class="grid" x1={at(year)} x2={at(year)} y1="0" y2="100%" />
      ))}
      {[...countsByYear(decisions)].map(([year, count]) => (
        <circle key={year} class="seen" cx={at(year)} cy="50%" r={Math.min(4 + 2 * count, 14)} />
      ))}
    </svg>
  );
}

function countsByYear(decisions: readonly AnyDecision[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const decision of [...decisions].reverse())
    counts.set(yearOf(decision), (counts.get(yearOf(decision)) ?? 0) + 1);
  return counts;
}

/** “2005, 2016 (2)”. */
function yearsInWords(decisions: readonly AnyDecision[]): string {
  return [...countsByYear(decisions)]
    .sort(([a], [b]) => a - b)
    .map(([year, count]) => (count === 1 ? String(year) : `${year}\u00a0(${count})`))
    .join(', ');
}
