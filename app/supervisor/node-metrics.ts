import { answerBounds, emptyBins, type WebMeasures } from './web-measures.ts';

/** One number that is shown, with what tells it from others of its name. */
type Sample = { labels?: Readonly<Record<string, string>>; value: number };

/** One name with its samples. */
export type Metric = { name: string; help: string; type: 'gauge'; samples: readonly Sample[] };

/** What the node counts about itself while it runs. */
export type NodeMetrics = {
  /** Takes what a web process told. Of one that only finishes what it serves its sizes are not shown. */
  take(measures: WebMeasures, isCurrent: boolean): void;
  /** A web process was started. */
  webStarted(): void;
  read(): Metric[];
};

/**
 * Numbers of visitors could tell who was here: somebody who watches them minute by minute and knows when a woman was at the camp's
 * computer. So answers, events and starts are counted for whole hours that are over, and answers and connections in tens: rounded
 * down, and failures up, so that one is seen.
 */
const crowd = 10;
const hourMs = 3_600_000;

type Hour = {
  number: number;
  answers: number[];
  failures: number;
  starts: number;
  events: Map<string, number>;
};

/** Begins to count. `now` is in milliseconds since 1970. */
export function countMetrics(now: () => number): NodeMetrics {
  let latest: WebMeasures | undefined;
  let current = emptyHour(hourOf(now()));
  let last = emptyHour(current.number - 1);
  const turn = () => {
    const hour = hourOf(now());
    if (hour === current.number) return;
    last = hour === current.number + 1 ? current : emptyHour(hour - 1);
    current = emptyHour(hour);
  };
  return {
    webStarted: () => {
      turn();
      current.starts += 1;
    },
    take: (measures, isCurrent) => {
      turn();
      if (isCurrent) latest = measures;
      current.answers = current.answers.map((count, bin) => count + (measures.answers[bin] ?? 0));
      current.failures += measures.failures;
      for (const [code, count] of Object.entries(measures.events))
        current.events.set(code, (current.events.get(code) ?? 0) + count);
    },
    read: () => {
      turn();
      return [...processMetrics(latest), ...hourMetrics(last), eventMetric(last)];
    },
  };
}

function hourOf(ms: number): number {
  return Math.floor(ms / hourMs);
}

function emptyHour(number: number): Hour {
  return { number, answers: emptyBins(), failures: 0, starts: 0, events: new Map() };
}

function processMetrics(web: WebMeasures | undefined): Metric[] {
  const memory = [
    { labels: { process: 'supervisor' }, value: process.memoryUsage.rss() },
    ...(web ? [{ labels: { process: 'web' }, value: web.residentBytes }] : []),
  ];
  return [
    { ...gauge('clew_resident_memory_bytes', 'Memory of each process.', 0), samples: memory },
    gauge('clew_web_heap_bytes', 'Memory of JavaScript in the web process.', web?.heapBytes),
    gauge(
      'clew_web_connections',
      'Connections that stand, idle ones too, rounded down to tens.',
      web && Math.floor(web.connections / crowd) * crowd,
    ),
    gauge(
      'clew_web_loop_delay_seconds',
      'How late work began, 99 of 100 times at most.',
      web?.loopDelaySeconds,
    ),
  ];
}

function hourMetrics({ answers, failures, starts }: Hour): Metric[] {
  const all = answers.reduce((sum, count) => sum + count, 0);
  const shown = Math.floor(all / crowd) * crowd;
  const quantiles = [0.5, 0.95, 0.99].map((quantile) => ({
    labels: { quantile: String(quantile) },
    value: quantileOf(answers, quantile),
  }));
  return [
    gauge(
      'clew_web_starts_last_hour',
      'Web processes that were started in the whole hour before this one.',
      starts,
    ),
    gauge(
      'clew_answers_last_hour',
      'Answers in the whole hour before this one, rounded down to tens.',
      shown,
    ),
    gauge(
      'clew_failures_last_hour',
      'Of these failed, rounded up to tens.',
      Math.ceil(failures / crowd) * crowd,
    ),
    {
      ...gauge('clew_answer_seconds_last_hour', 'How long they took, by bins; none below ten answers.', 0),
      samples: shown === 0 ? [] : quantiles,
    },
  ];
}

/** The upper bound of the bin in which a quantile lies; infinity in the last. */
function quantileOf(answers: readonly number[], quantile: number): number {
  const wanted = quantile * answers.reduce((sum, count) => sum + count, 0);
  let counted = 0;
  for (const [bin, count] of answers.entries()) {
    counted += count;
    if (counted >= wanted) return answerBounds[bin] ?? Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}

function eventMetric({ events }: Hour): Metric {
  const samples = [...events].toSorted().map(([event, value]) => ({ labels: { event }, value }));
  const help = 'What was written to the log in the whole hour before this one, by code.';
  return { ...gauge('clew_events_last_hour', help, 0), samples };
}

/** A metric of one number; of none if it is not known. */
export function gauge(name: string, help: string, value: number | undefined): Metric {
  return { name, help, type: 'gauge', samples: value === undefined ? [] : [{ value }] };
}

/** Metrics as the text that Prometheus reads (exposition format 0.0.4). */
export function renderMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(
        ({ labels, value }) => `${name}${renderLabels(labels)} ${renderNumber(value)}`,
      );
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
    })
    .join('');
}

function renderLabels(labels: Readonly<Record<string, string>> | undefined): string {
  if (!labels) return '';
  const escaped = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;
}

function renderNumber(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
}
