import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { FetchError } from '../model/errors.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Answered by cloud hosts to their guests, though the address looks public. */
const METADATA_ADDRESSES = new Set(['168.63.129.16']);

const WORDS: Readonly<Record<string, string>> = {
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  deprecatedSiteLocal: 'private',
  loopback: 'this machine',
  linkLocal: 'link-local',
  multicast: 'multicast',
  broadcast: 'broadcast',
  unspecified: 'unspecified',
};

/** One word, or an end that is never public (RFC 6761, 6762, 8375; `internal`: ICANN, 2024). */
const LOCAL_NAME = /^[^.]+\.?$|\.(?:localhost|local|internal|home\.arpa|lan|intranet|corp|home)\.?$/i;

/** Says which addresses may be read from: public ones, and those the operator allowed. */
export interface Guard {
  /** Checks a URL whose host is a literal address; names are left to `lookup`. Throws FetchError. */
  checkLiteral(url: URL): void;
  /** For requests through a proxy, which looks names up by itself: refuses those of the local network. Throws FetchError. */
  checkName(url: URL): void;
  /** DNS for the connector: gives only allowed addresses, else fails with a FetchError. */
  readonly lookup: LookupFunction;
}

/** @param allowPrivate addresses or CIDR ranges that may be read although they are not public */
export function createGuard(allowPrivate: readonly string[]): Guard {
  const allowed = allowPrivate.map(parseRange);
  const refusal = (text: string): FetchError | null => {
    const address = plainAddress(text);
    const kind = address === null ? 'not an address' : refusedAs(address);
    if (kind === null || (address !== null && allowed.some((range) => contains(range, address)))) return null;
    return new FetchError(
      'blocked-address',
      `address ${text} is ${kind}; allow it in net.allowPrivate of newswatch.yaml`,
    );
  };
  return {
    checkLiteral(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const error = ipaddr.isValid(host) ? refusal(host) : null;
      if (error) throw error;
    },
    checkName({ hostname }) {
      if (ipaddr.isValid(hostname.replace(/^\[|\]$/g, '')) || !LOCAL_NAME.test(hostname)) return;
      const message = `${hostname} is a name of the local network; put it into NO_PROXY`;
      throw new FetchError('blocked-address', message);
    },
    lookup: (hostname, options, callback) => lookupAllowed(hostname, options, refusal, callback),
  };
}

function lookupAllowed(
  hostname: string,
  options: LookupOptions,
  refusal: (address: string) => FetchError | null,
  callback: Parameters<LookupFunction>[2],
): void {
  dnsLookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    const usable = found.filter((entry) => refusal(entry.address) === null);
    const first = usable[0];
    if (first === undefined) {
      const blocked = found[0] && refusal(found[0].address);
      return callback(blocked ? prefixed(hostname, blocked) : new Error(`no address for ${hostname}`), '', 0);
    }
    if (options.all) return callback(null, usable as LookupAddress[]);
    return callback(null, first.address, first.family);
  });
}

function prefixed(hostname: string, error: FetchError): FetchError {
  return new FetchError('blocked-address', `${hostname}: ${error.message}`);
}

function parseRange(text: string): [Address, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function contains(range: [Address, number], address: Address): boolean {
  return range[0].kind() === address.kind() && address.match(range[0], range[1]);
}

/** The address a packet would really go to: IPv4 inside mapped IPv6 and NAT64 is unwrapped. */
function plainAddress(text: string): Address | null {
  const bare = text.split('%')[0] ?? '';
  if (!ipaddr.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  if (address.kind() === 'ipv6' && address.range() === 'rfc6052') {
    return ipaddr.fromByteArray(address.toByteArray().slice(12));
  }
  return address;
}

/** In a word what keeps it from being read, or null for a public unicast address. */
function refusedAs(address: Address): string | null {
  const range = address.range();
  if (METADATA_ADDRESSES.has(address.toString())) return 'a cloud metadata service';
  if (range !== 'unicast') return WORDS[range] ?? `reserved (${range})`;
  if (address.kind() === 'ipv6' && !contains([ipaddr.parse('2000::'), 3], address)) return 'reserved';
  return null;
}
