import { X509Certificate, type KeyObject } from 'node:crypto'
import type { Clock } from '../../../core/ports.ts'

/** Fetches a small document from outside, within limits and only from public addresses; null if that fails. */
export type FetchSmall = (address: string) => Promise<Buffer | null>

/** Certificates of SNS. */
export interface Certificates {
  /**
   * The key of the certificate at an address. `not-theirs`: not an address of SNS, or not a valid certificate. `unavailable`: it cannot be
   * fetched now.
   */
  keyAt(address: string): Promise<KeyObject | 'not-theirs' | 'unavailable'>
}

/** More than a host of SNS ever had, so that references to older ones cannot evict the one in use. */
const mostKept = 64
/** The most addresses fetched within `within` milliseconds: anybody may name one that does not exist. Each client is limited further. */
const mostAsked = 200
const within = 600_000
const names = /^\/SimpleNotificationService-[0-9A-Za-z]{8,64}\.pem$/

/** The certificates of an SNS host, each fetched once and cached. */
export function openCertificates(host: string, fetch: FetchSmall, clock: Clock): Certificates {
  const kept = new Map<string, X509Certificate>()
  const coming = new Map<string, ReturnType<typeof fetched>>()
  const asked: number[] = []

  async function fetched(address: string): Promise<X509Certificate | 'not-theirs' | 'unavailable'> {
    const now = clock.now().epochMilliseconds
    while (asked[0] !== undefined && Math.abs(now - asked[0]) > within) asked.shift()
    if (asked.length >= mostAsked) return 'unavailable'
    asked.push(now)
    const bytes = await fetch(address)
    if (bytes === null) return 'unavailable'
    try {
      const certificate = new X509Certificate(bytes)
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
      kept.set(address, certificate)
      return certificate
    } catch {
      return 'not-theirs'
    }
  }

  /** Many messages may arrive before it is fetched. */
  function fetchedOnce(address: string): ReturnType<typeof fetched> {
    const fetching = coming.get(address) ?? fetched(address).finally(() => coming.delete(address))
    coming.set(address, fetching)
    return fetching
  }

  return {
    async keyAt(address) {
      const url = URL.parse(address)
      const isOne = url && isAt(url, host) && names.test(url.pathname)
      // A query or fragment would make one certificate look like many.
      if (!isOne || url.search !== '' || url.hash !== '') return 'not-theirs'
      const certificate = kept.get(url.href) ?? (await fetchedOnce(url.href))
      if (typeof certificate === 'string') return certificate
      const isTheirs =
        certificate.publicKey.asymmetricKeyType === 'rsa' && isValidAt(certificate, clock.now())
      return isTheirs ? certificate.publicKey : 'not-theirs'
    },
  }
}

/** Whether an address is on a host, by HTTPS at the default port, without a login. */
export const isAt = (url: URL, host: string): boolean =>
  url.origin === `https://${host}` && url.username === '' && url.password === ''

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: Temporal.Instant): boolean {
  const at = now.epochMilliseconds
  return validFromDate.getTime() <= at && at <= validToDate.getTime()
}
