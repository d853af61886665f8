/** Ends of support of Node.js releases, from the table in the README of nodejs/Release ("subject to change"). */
const endOfSupport = new Map([
  [20, '2026-04-30'],
  [22, '2027-04-30'],
  [24, '2028-04-30'],
]);

/**
 * One line of warning if this Node.js gets no more security fixes on the given day, else undefined.
 * Nothing is said of releases later than those in the table.
 */
export function warnOfOldNode(version: string, today: Date): string | undefined {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  const end = endOfSupport.get(major);
  if (end === undefined)
    return major % 2 === 1 || major < 20
      ? `Node.js ${version} is not a release with long support. Install Node.js 24 before real people use this node.`
      : undefined;
  if (today.toISOString().slice(0, 10) <= end) return undefined;
  return `Node.js ${version} has had no security fixes since ${end}. Install Node.js 24 before real people use this node.`;
}
