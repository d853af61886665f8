/** Strong Kleene logic: what is not known stays not known unless the rest settles it. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** No if one is no; yes if all are yes; else unknown. */
export function and(values: readonly Verdict[]): Verdict {
  if (values.includes('no')) return 'no';
  return values.includes('unknown') ? 'unknown' : 'yes';
}

/** Yes if one is yes; no if all are no; else unknown. */
export function or(values: readonly Verdict[]): Verdict {
  if (values.includes('yes')) return 'yes';
  return values.includes('unknown') ? 'unknown' : 'no';
}

export function not(value: Verdict): Verdict {
  if (value === 'unknown') return 'unknown';
  return value === 'yes' ? 'no' : 'yes';
}

/** Yes once `count` are yes; no once too few are left that could be; else unknown. */
export function atLeast(count: number, values: readonly Verdict[]): Verdict {
  const yes = values.filter((value) => value === 'yes').length;
  const open = values.filter((value) => value === 'unknown').length;
  return outOf(count, yes, open);
}

/** The same, counted. All of them are as many as there are, any of them is one. */
export function outOf(count: number, yes: number, open: number): Verdict {
  if (yes >= count) return 'yes';
  return yes + open < count ? 'no' : 'unknown';
}
