import { RefusedHost, UnknownHost } from './connector.ts'
import type { Limits } from '../limits.ts'
import { failure, type Failure, type Problem } from '../fetch-result.ts'
import { UnreadableBody } from './response-body.ts'

function problemOf(name: string, code: string): Problem {
  if (/^UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code)) return 'timeout'
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large'
  return name === 'HTTPParserError' ? 'damaged' : 'unreachable'
}

/** Codes of TLS for a certificate that cannot be trusted. */
const untrusted = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_)/

/** What a network or TLS code means, and what to do; null for other codes. */
function inWords(code: string): string | null {
  if (code === 'ECONNREFUSED') return 'refuses connections; check the address and its port, or try later'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'ended the connection; try again later'
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return 'sends more than 16 KB of headers, which are not read; ask its publisher'
  if (untrusted.test(code)) return `has a certificate that cannot be trusted (${code}); ask its publisher`
  if (/^ERR_SSL_|^EPROTO$/.test(code)) return `does not speak TLS as https needs it (${code}); try http://`
  return null
}

/** What broke a request off, in words. */
export function requestFault(error: unknown, url: URL, limits: Limits): Failure {
  if (error instanceof RefusedHost) return failure(error.message, 'refused-address')
  if (error instanceof UnknownHost) return failure(error.message, 'unreachable')
  if (error instanceof UnreadableBody) return failure(`${url.href} ${error.message}`, error.problem)
  const { name = '', code = '', message } = error as { name?: string; code?: string; message?: string }
  if (name === 'TimeoutError')
    return failure(`${url.host} took longer than ${limits.time / 1000} seconds; try again later`, 'timeout')
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(message ?? '')?.[1]
  if (proxyStatus !== undefined)
    return failure(
      `the proxy of DAYWIRE_PROXY_URL answered ${proxyStatus} for ${url.host}; ask those who run it`,
      'unreachable',
    )
  const words = inWords(code) ?? `cannot be read: ${message || code || name}`
  return failure(`${url.host} ${words}`, problemOf(name, code))
}
