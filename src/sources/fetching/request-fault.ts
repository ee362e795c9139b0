import { said, text, type Said } from '../../core/said/said.ts'
import { RefusedHost, UnknownHost } from './connector.ts'
import type { Limits } from '../limits.ts'
import { failure, type Failure, type Problem } from '../fetch-result.ts'
import { UnreadableBody } from './response-body.ts'

function problemOf(name: string, code: string): Problem {
  if (/^UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code)) return 'timeout'
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large'
  return name === 'HTTPParserError' ? 'damaged' : 'unreachable'
}

/** TLS error codes for a certificate that cannot be trusted. */
const untrusted = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_)/

/** Explains a network or TLS error code; null for other codes. */
function meaningOf(code: string, host: string): Said | null {
  if (code === 'ECONNREFUSED') return said('host-refuses-connections', { host })
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return said('host-ended-connection', { host })
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return said('host-headers-large', { host })
  if (untrusted.test(code)) return said('host-not-trusted', { host, code })
  if (/^ERR_SSL_|^EPROTO$/.test(code)) return said('host-without-tls', { host, code })
  return null
}

/** Explains why a request failed. */
export function requestFault(error: unknown, url: URL, limits: Limits): Failure {
  if (error instanceof RefusedHost) return failure(error.reason, 'refused-address')
  if (error instanceof UnknownHost) return failure(error.reason, 'unreachable')
  if (error instanceof UnreadableBody)
    return failure(said('of-place', { place: url.href, what: error.reason }), error.problem)
  const { name = '', code = '', message } = error as { name?: string; code?: string; message?: string }
  if (name === 'TimeoutError')
    return failure(said('host-slow', { host: url.host, seconds: limits.time / 1000 }), 'timeout')
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(message ?? '')?.[1]
  if (proxyStatus !== undefined)
    return failure(said('proxy-refused', { status: proxyStatus, host: url.host }), 'unreachable')
  const unknown = said('cannot-read', { file: url.host, why: text(message || code || name) })
  return failure(meaningOf(code, url.host) ?? unknown, problemOf(name, code))
}
