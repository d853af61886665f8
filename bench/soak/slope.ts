/** How a figure grows with time: a straight line through the samples, and what it may be off by (two standard errors). */
export type Slope = {
  first: number;
  last: number;
  mean: number;
  perHour: number;
  within: number;
  isFlat: boolean;
};

/** At most so much of the mean may be added in an hour for a figure to count as flat. */
const FLAT_SHARE = 0.05;

/**
 * The slope of samples over hours by least squares. Flat: no growth is within what it may be off by, or growth of less than
 * a twentieth of the mean an hour. Throws on fewer than three samples.
 */
export function slopeOf(hours: readonly number[], values: readonly number[]): Slope {
  const count = values.length;
  if (count < 3 || hours.length !== count) throw new Error('A slope needs three samples at least.');
  const mean = sum(values) / count;
  const middle = sum(hours) / count;
  const spread = sum(hours.map((hour) => (hour - middle) ** 2));
  const perHour = sum(hours.map((hour, at) => (hour - middle) * ((values[at] ?? 0) - mean))) / spread;
  const left = sum(hours.map((hour, at) => ((values[at] ?? 0) - mean - perHour * (hour - middle)) ** 2));
  const within = 2 * Math.sqrt(left / (count - 2) / spread);
  const isFlat = perHour <= within || perHour <= FLAT_SHARE * mean;
  return { first: values[0] ?? 0, last: values.at(-1) ?? 0, mean, perHour, within, isFlat };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
