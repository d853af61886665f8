/**
 * One context from parts, such as `fact/0b7e/…/3`: the parts with a slash between them. Parts are joined in one way only,
 * as no part may hold a slash.
 * Throws RangeError on no part, on an empty one, and on one with a slash or a control character.
 */
export function contextOf(...parts: readonly (string | number)[]): string {
  const texts = parts.map(String);
  if (texts.length === 0 || texts.some((text) => !isPart(text)))
    throw new RangeError('A part of a context is not empty and has neither slash nor control character.');
  return texts.join('/');
}

function isPart(text: string): boolean {
  return text !== '' && !/[/\p{Cc}]/u.test(text);
}
