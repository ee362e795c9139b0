import { isIP } from 'node:net'
import { parseCookie } from 'undici'
import { isLoopbackHost } from '../../core/addresses/loopback.ts'
import type { Clock } from '../../core/ports.ts'
import type { Headers } from './headers.ts'

/** Cookies of one way through redirects: many sites send a reader around until theirs comes back. */
export interface Cookies {
  /** Keeps what an answer sets. */
  take(url: URL, headers: Headers): void
  /** The Cookie header for an address; null where none belongs there. */
  headerFor(url: URL): string | null
}

interface Kept {
  name: string
  value: string
  host: string
  /** Sent to hosts below it too. */
  wide: boolean
  path: string
  secure: boolean
}

const most = 30
/** Bytes of one Cookie header. */
const longest = 8_000

const isUnder = (host: string, domain: string): boolean =>
  host === domain || (host.endsWith(`.${domain}`) && isIP(host) === 0)

/** Over TLS, or to this machine, as browsers have it. */
const isSecure = ({ protocol, hostname }: URL): boolean => protocol === 'https:' || isLoopbackHost(hostname)

/** RFC 6265 §5.1.4: the folder of the address that set it. */
const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1))

const covers = (path: string, asked: string): boolean =>
  asked === path || (asked.startsWith(path) && (path.endsWith('/') || asked[path.length] === '/'))

/** What is kept of a Set-Cookie header; null for what is no cookie of this host. `ended`: it is taken back. */
function readCookie(text: string, url: URL, clock: Clock): { kept: Kept; ended: boolean } | null {
  const cookie = parseCookie(text)
  // Beyond ASCII and with signs that part cookies it could not be sent back as it came.
  if (cookie === null || /[^\x21-\x7e]|;/.test(cookie.name + cookie.value.replaceAll(' ', ''))) return null
  const { name, value, secure = false, expires, maxAge } = cookie
  const domain = cookie.domain ?? ''
  // A domain of one label would be all of `org`.
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

/** Cookies after RFC 6265 §5, for one way only: nothing is kept beyond it, and no more than 30. */
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
