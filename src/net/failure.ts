import { FetchError } from '../model/errors.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its name could not be looked up (DNS does not answer)',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before it had answered',
  UND_ERR_SOCKET: 'closed the connection before it had answered',
  EPIPE: 'closed the connection before it had answered',
  ETIMEDOUT: 'could not be reached in time',
  UND_ERR_CONNECT_TIMEOUT: 'could not be reached in time',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here (no network, or no IPv6)',
  EADDRNOTAVAIL: 'cannot be reached from here (no network, or no IPv6)',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate made out to another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate nobody known has signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate whose signer is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'shows a certificate whose signer is unknown',
  UND_ERR_HEADERS_OVERFLOW: 'sends headers that are too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'broke off before the end of the page',
  Z_BUF_ERROR: 'broke off before the end of the page',
  Z_DATA_ERROR: 'sends a page whose compression is broken',
};

/** Any failure of a request as a FetchError in plain words. The message follows the host: `example.org refused the connection`. */
export function fetchFailure(error: unknown, host: string): FetchError {
  if (error instanceof FetchError) return error;
  const cause = rootCause(error);
  if (cause instanceof FetchError) return cause;
  const code = codeOf(cause);
  return new FetchError('network', `${host} ${describe(code, cause)}`, { retryable: true, cause: error });
}

function describe(code: string, cause: unknown): string {
  const known = MESSAGES[code];
  if (known) return known;
  if (code === 'ENOTFOUND') return 'is not a known name (DNS)';
  if (code.startsWith('HPE_') || (cause instanceof Error && cause.name.endsWith('HTTPParserError')))
    return 'does not speak proper HTTP';
  if (code.startsWith('ERR_SSL') || code.startsWith('EPROTO')) return 'does not speak proper TLS';
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_ZSTD|ZSTD_)/.test(code))
    return 'sends a page whose compression is broken';
  const message = cause instanceof Error ? cause.message : String(cause);
  return `could not be read: ${message}${code ? ` (${code})` : ''}`;
}

/** Node hides the reason in `cause`, or in the first of many `errors` when it tried several addresses. */
function rootCause(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (current instanceof FetchError) return current;
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    else if (current instanceof Error && current.cause instanceof Error) current = current.cause;
    else return current;
  }
  return current;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
