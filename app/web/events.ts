/** What the site itself notes for whoever runs a node: a closed list. Nothing else of a request is ever written down. */
export const WEB_EVENTS = [
  /** A page threw what is no known fault. */
  'page.failed',
  /** A known fault was shown in place of a page: the database gone, the disk full. */
  'page.fault',
  /** A form came from another site. */
  'form.from-elsewhere',
  /** A form was larger, slower or of more fields than one may be, or of a kind that no page takes. */
  'form.out-of-bounds',
  /** A request for a name that is not this site's. */
  'host.unknown',
  /** A request that could not be read as one. */
  'request.malformed',
  /** A method that the page does not answer. */
  'request.wrong-method',
  /** Work that anybody may ask for did not get its turn. */
  'line.turned-away',
] as const;
export type WebEvent = (typeof WEB_EVENTS)[number];
