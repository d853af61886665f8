import type { Cookie } from './page.ts';

/**
 * One cookie as a header. Over https its name begins with `__Host-`, so that no neighbouring host can set or shadow it.
 * Only a machine of one's own speaks plain http, where browsers refuse that name. Throws on a value that no cookie can
 * carry.
 */
export function writeCookie({ name, value, maxAge }: Cookie, isHttps: boolean): string {
  if (!/^[\w.~-]*$/.test(value)) throw new Error(`The cookie "${name}" cannot carry this value.`);
  const parts = [`${fullName(name, isHttps)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  if (isHttps) parts.push('Secure');
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`);
  return parts.join('; ');
}

/** The value of a cookie in a request's `Cookie` header; undefined if it is not there, or there more than once. */
export function readCookie(header: string | null, name: string, isHttps: boolean): string | undefined {
  const wanted = `${fullName(name, isHttps)}=`;
  const found = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(wanted));
  return found.length === 1 ? found[0]?.slice(wanted.length) : undefined;
}

function fullName(name: string, isHttps: boolean): string {
  return isHttps ? `__Host-${name}` : name;
}
