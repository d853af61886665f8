import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countMetrics, type Metric, renderMetrics } from './node-metrics.ts';
import { emptyBins, type WebMeasures } from './web-measures.ts';

const hour = 3_600_000;
const noon = Date.UTC(2030, 5, 1, 12);

function told(answers: number, more: Partial<WebMeasures> = {}): WebMeasures {
  const bins = emptyBins();
  bins[2] = answers;
  const sizes = { residentBytes: 1e8, heapBytes: 5e7, connections: 3, loopDelaySeconds: 0.02 };
  return { ...sizes, answers: bins, failures: 0, events: {}, ...more };
}

function clock(at = noon) {
  let now = at;
  return { now: () => now, pass: (ms: number) => (now += ms) };
}

const readValue = (metrics: readonly Metric[], name: string) =>
  metrics.find((metric) => metric.name === name)?.samples.map(({ value }) => value);

test('answers are shown once their hour is over, in tens', () => {
  const { now, pass } = clock();
  const metrics = countMetrics(now);
  metrics.take(told(57), true);
  expect(readValue(metrics.read(), 'clew_answers_last_hour')).toEqual([0]);
  pass(hour);
  expect(readValue(metrics.read(), 'clew_answers_last_hour')).toEqual([50]);
  expect(readValue(metrics.read(), 'clew_answer_seconds_last_hour')).toEqual([0.025, 0.025, 0.025]);
  pass(hour);
  expect(readValue(metrics.read(), 'clew_answers_last_hour')).toEqual([0]);
});

test('nobody who reads them can tell an hour with nine visitors from one with none', () => {
  const quiet = fc.record({ answers: fc.nat(9), connections: fc.nat(9), minute: fc.nat(59) });
  fc.assert(
    fc.property(quiet, quiet, (one, other) => {
      const shown = [one, other].map(({ answers, connections, minute }) => {
        const { now, pass } = clock();
        const metrics = countMetrics(now);
        pass(minute * 60_000);
        metrics.take(told(answers, { connections }), true);
        pass(hour);
        return renderMetrics(metrics.read()).replace(/^clew_resident_memory_bytes.*$/gm, '');
      });
      expect(shown[0]).toBe(shown[1]);
    }),
  );
});

test('one failure is seen, as up to ten', () => {
  const { now, pass } = clock();
  const metrics = countMetrics(now);
  metrics.take(told(3, { failures: 1 }), true);
  pass(hour);
  expect(readValue(metrics.read(), 'clew_failures_last_hour')).toEqual([10]);
});

test('what an hour ago was counted is not shown after a pause as if it were now', () => {
  const { now, pass } = clock();
  const metrics = countMetrics(now);
  metrics.take(told(50), true);
  pass(5 * hour);
  expect(readValue(metrics.read(), 'clew_answers_last_hour')).toEqual([0]);
});

test('events of the hour add up over web processes; sizes are those of the one that serves', () => {
  const { now, pass } = clock();
  const metrics = countMetrics(now);
  metrics.take(told(0, { events: { 'sign-in.wrong': 2 } }), true);
  metrics.take(told(0, { events: { 'sign-in.wrong': 1 }, heapBytes: 1 }), false);
  expect(renderMetrics(metrics.read())).not.toContain('sign-in.wrong');
  pass(hour);
  const text = renderMetrics(metrics.read());
  expect(text).toContain('clew_events_last_hour{event="sign-in.wrong"} 3');
  expect(text).toContain('clew_web_heap_bytes 50000000');
});

test('the text is what Prometheus reads: names, quoted labels, a type for each', () => {
  const tricky = {
    name: 'clew_x',
    help: 'X.',
    type: 'gauge',
    samples: [{ labels: { a: 'q"\\\n' }, value: 1 }],
  } as const;
  expect(renderMetrics([tricky])).toBe('# HELP clew_x X.\n# TYPE clew_x gauge\nclew_x{a="q\\"\\\\\\n"} 1\n');
  const metrics = countMetrics(clock().now);
  metrics.webStarted();
  metrics.take(told(20, { events: { 'page.failed': 1 } }), true);
  const line =
    /^(?:# (?:HELP|TYPE) \w+ .+|[a-z_]+(?:\{\w+="[^"\n]*"(?:,\w+="[^"\n]*")*\})? (?:[\d.e+-]+|\+Inf))$/;
  for (const each of renderMetrics(metrics.read()).trimEnd().split('\n')) expect(each).toMatch(line);
});
