/** A version of something, as `ETag` says it (RFC 9110, section 8.8.3): strong, so that equal means the same to the byte. */
export function etagOf(version: string): string {
  return `"${version}"`;
}

/** What `If-Match` must look like: one version or several. A `*` would let anybody write over anything. */
export const IF_MATCH = /^"[\w.-]{1,100}"(, ?"[\w.-]{1,100}"){0,4}$/;

/** Whether the version that stands is one for which the change was meant. */
export function isMeantFor(ifMatch: string, current: string): boolean {
  return ifMatch.split(/, ?/).includes(current);
}
