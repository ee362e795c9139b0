import { isIP } from 'node:net'
import { parseCookie } from 'undici'
import { isLoopbackHost } from '../../core/addresses/loopback.ts'
import type { Clock } from '../../core/ports.ts'
import type { Headers } from './headers.ts'

/** Cookies of one chain of redirects: many sites redirect until their cookie is sent back. */
export interface Cookies {
  /** Stores the cookies that a response sets. */
  take(url: URL, headers: Headers): void
  /** The Cookie header for an address; null if none applies. */
  headerFor(url: URL): string | null
}

interface Kept {
  name: string
  value: string
  host: string
  /** Also sent to its subdomains. */
  wide: boolean
  path: string
  secure: boolean
}

const most = 30
/** Bytes of one Cookie header. */
const longest = 8_000

const isUnder = (host: string, domain: string): boolean =>
  host === domain || (host.endsWith(`.${domain}`) && isIP(host) === 0)

/** Over TLS, or to this machine, as in browsers. */
const isSecure = ({ protocol, hostname }: URL): boolean => protocol === 'https:' || isLoopbackHost(hostname)

/** RFC 6265 §5.1.4: the default path. */
const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1))

const covers = (path: string, asked: string): boolean =>
  asked === path || (asked.startsWith(path) && (path.endsWith('/') || asked[path.length] === '/'))

/** Parses a Set-Cookie header; null if it is not a cookie of this host. `ended`: it is expired or deleted. */
function readCookie(text: string, url: URL, clock: Clock): { kept: Kept; ended: boolean } | null {
  const cookie = parseCookie(text)
  // Non-ASCII characters and separators could not be sent back unchanged.
  if (cookie === null || /[^\x21-\x7e]|;/.test(cookie.name + cookie.value.replaceAll(' ', ''))) return null
  const { name, value, secure = false, expires, maxAge } = cookie
  const domain = cookie.domain ?? ''
  // A domain of one label, such as `org`, would cover every site under it.
  const wide = domain.includes('.') && isIP(domain) === 0
  if (domain !== '' && domain !== url.hostname && !(wide && isUnder(url.hostname, domain))) return null
  if (secure && !isSecure(url)) return null
  const path = cookie.path ?? folderOf(url.pathname)
  // RFC 6265bis §4.1.3.
  if (/^__secure-/i.test(name) && !secure) return null
  if (/^__host-/i.test(name) && !(secure && domain === '' && path === '/')) return null
  const until = expires === undefined ? Infinity : Number(expires)
  const ended = maxAge === undefined ? until <= clock.now().epochMilliseconds : maxAge <= 0
  return { kept: { name, value, host: wide ? domain : url.hostname, wide, path, secure }, ended }
}

/** Cookies as in RFC 6265 §5, at most 30, for one chain of redirects; nothing is kept after it. */
export function openCookies(clock: Clock): Cookies {
  let jar: Kept[] = []
  return {
    take(url, headers) {
      for (const text of [headers['set-cookie'] ?? []].flat().slice(0, most)) {
        const read = readCookie(text, url, clock)
        if (read === null) continue
        const { kept, ended } = read
        const isSame = ({ name, host, path }: Kept): boolean =>
          name === kept.name && host === kept.host && path === kept.path
        jar = [...jar.filter((each) => !isSame(each)), ...(ended ? [] : [kept])].slice(-most)
      }
    },
    headerFor(url) {
      const sent = jar
        .filter(({ host, wide }) => (wide ? isUnder(url.hostname, host) : url.hostname === host))
        .filter(({ path, secure }) => covers(path, url.pathname) && (!secure || isSecure(url)))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => (name === '' ? value : `${name}=${value}`))
      const header = sent.join('; ')
      return header === '' || header.length > longest ? null : header
    },
  }
}
