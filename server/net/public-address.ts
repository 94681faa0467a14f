import { BlockList, isIP } from 'node:net';

/** What is not the public internet: IANA's special-purpose registries for IPv4, and for what of IPv6 lies in 2000::/3. */
const special = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(net, prefix, 'ipv4');
// Teredo, ORCHID and other protocol assignments; documentation; 6to4, which carries an IPv4 address of any kind.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(net, prefix, 'ipv6');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * True for an address of the public internet. Of IPv6 only 2000::/3 is: not loopback, link-local or unique local addresses, nor
 * IPv4 addresses in the clothes of IPv6 (`::ffff:127.0.0.1`, `64:ff9b::7f00:1`).
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** False for an address that can be told to be private without looking its name up; who connects has to check again. */
export function maybePublic(address: string, privateHosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (privateHosts.includes(name)) return true;
  return isIP(name) === 0 ? name !== 'localhost' && !name.endsWith('.localhost') : isPublicAddress(name);
}
