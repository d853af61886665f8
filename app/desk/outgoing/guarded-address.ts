import { BlockList, isIP } from 'node:net';

/** Networks of no public machine (IANA special-purpose registries for IPv4 and IPv6, RFC 6890), and where clouds keep their secrets. */
const INNER_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only this is the public internet; all else is refused, whatever it will be given to. */
const PUBLIC_6 = '2000::/3';
/** Inside it what carries an IPv4 address (Teredo, 6to4), and what is for documentation. */
const INNER_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const inner = networksOf([...INNER_4, ...INNER_6]);
const open6 = networksOf([PUBLIC_6]);

function networksOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits] = text.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/**
 * Whether the node may connect to this address for an agency: public ones, and those of the networks that its operator allowed.
 * What is no bare address (a zone behind a % as well) is refused.
 */
export function mayReach(address: string, allowed: BlockList | undefined): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (allowed?.check(address, kind)) return true;
  if (inner.check(address, kind)) return false;
  return family === 4 || open6.check(address, 'ipv6');
}
