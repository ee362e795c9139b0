import { RefusedHost, UnknownHost } from './connector.ts'
import type { Limits } from '../limits.ts'
import { failure, type Failure, type Problem } from '../fetch-result.ts'
import { UnreadableBody } from './response-body.ts'

function problemOf(name: string, code: string): Problem {
  if (/^UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code)) return 'timeout'
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large'
  return name === 'HTTPParserError' ? 'damaged' : 'unreachable'
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
  return failure(`${url.host} cannot be read: ${message || code || name}`, problemOf(name, code))
}
