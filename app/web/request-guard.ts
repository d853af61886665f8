import { REFUSALS } from './fault.ts';
import { BODY_LIMIT, FIELD_LIMIT, readUpTo } from './read-body.ts';
import { readStreamedForm, type StreamedForm, UploadFault } from './read-stream.ts';
import { readUpload, type UploadRefusal } from './read-upload.ts';

type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS];

type HostVerdict = { kind: 'ours' } | { kind: 'elsewhere' } | { kind: 'redirect'; location: string };

/**
 * Whether a request is addressed to this site. Any other name is refused: a hostile page that points its own
 * name at this machine (DNS rebinding) would else read our pages as its own. On a machine of one's own, the
 * numbers 127.0.0.1 and [::1] lead to the site's name.
 */
export function judgeHost(requestUrl: string, origin: string): HostVerdict {
  const asked = new URL(requestUrl);
  const ours = new URL(origin);
  if (asked.host === ours.host) return { kind: 'ours' };
  if (isLoopback(ours.hostname) && isLoopback(asked.hostname) && asked.port === ours.port)
    return { kind: 'redirect', location: `${ours.origin}${asked.pathname}${asked.search}` };
  return { kind: 'elsewhere' };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

/**
 * Whether a form comes from another site (cross-site request forgery). What the browser says about itself
 * counts: `Sec-Fetch-Site`, else `Origin`.
 *
 * Two cases are let through on purpose. `Origin: null` is what browsers send from our own forms, because our
 * pages say `Referrer-Policy: no-referrer`. Neither header at all is what Tor Browser may send. The public pages
 * have no session, so that a forged form changes nothing for anybody. Pages behind a sign-in carry a token in each
 * form as well, which the desk checks.
 */
function isFromElsewhere(headers: Headers, origin: string): boolean {
  const site = headers.get('Sec-Fetch-Site');
  if (site === 'cross-site' || site === 'same-site') return true;
  const sender = headers.get('Origin');
  return sender !== null && sender !== 'null' && sender !== origin;
}

/**
 * What a form sent, or why it is refused. The body is read no further than the limit. Only where the page expects a file
 * may a form bring one: its text stands under that field.
 */
export async function readForm(
  request: Request,
  { origin, file }: { origin: string; file?: string | undefined },
): Promise<URLSearchParams | Refusal> {
  if (isFromElsewhere(request.headers, origin)) return REFUSALS.fromElsewhere;
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'multipart/form-data' && file !== undefined) {
    const fields = await readUpload(request, { file, limit: BODY_LIMIT });
    return typeof fields === 'string' ? UPLOAD_REFUSALS[fields] : withoutNull(fields);
  }
  if (type !== 'application/x-www-form-urlencoded') return REFUSALS.unknownType;
  const bytes = await readUpTo(request, { limit: BODY_LIMIT });
  if (typeof bytes === 'string') return REFUSALS.tooLarge;
  const body = bytes.toString('utf8');
  return countFields(body) > FIELD_LIMIT ? REFUSALS.tooLarge : withoutNull(new URLSearchParams(body));
}

/** What a form sent whose file is read while it arrives, or why it is refused. */
export async function readLargeForm(
  request: Request,
  { origin, stream }: { origin: string; stream: { field: string; limit: number } },
): Promise<StreamedForm | Refusal> {
  if (isFromElsewhere(request.headers, origin)) return REFUSALS.fromElsewhere;
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'multipart/form-data') {
    const fields = await readForm(request, { origin });
    return fields instanceof URLSearchParams
      ? { fields, file: undefined, end: async () => undefined }
      : fields;
  }
  const form = await readStreamedForm(request, { file: stream.field, limit: stream.limit });
  return typeof form === 'string' ? UPLOAD_REFUSALS[form] : { ...form, fields: withoutNull(form.fields) };
}

/** What the page says of a file that broke off while it was read; undefined for any other error. */
export function uploadRefusal(error: unknown): Refusal | undefined {
  return error instanceof UploadFault ? UPLOAD_REFUSALS[error.why] : undefined;
}

/**
 * The same fields with U+FFFD for each null character, as HTML reads them: nobody types one, and PostgreSQL keeps no text
 * that has one. An address may bring one, too.
 */
export function withoutNull(fields: URLSearchParams): URLSearchParams {
  const clean = ([name, value]: [string, string]) =>
    [name, value].map((text) => text.replaceAll('\0', '\ufffd'));
  return new URLSearchParams([...fields].map(clean));
}

const UPLOAD_REFUSALS: Readonly<Record<UploadRefusal, Refusal>> = {
  unreadable: REFUSALS.unreadableUpload,
  'too-large': REFUSALS.tooLarge,
  'too-slow': REFUSALS.tooSlow,
};

function countFields(body: string): number {
  let fields = 1;
  for (let at = body.indexOf('&'); at >= 0 && fields <= FIELD_LIMIT; at = body.indexOf('&', at + 1)) fields++;
  return fields;
}
