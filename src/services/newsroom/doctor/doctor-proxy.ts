import { whySaid } from '../../../core/errors.ts'
import type { Answer } from '../../../core/ports.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import { addressProbe, arrivedSchema, type Arrived } from '../public-address.ts'

type Deps = Pick<Context, 'settings' | 'ask' | 'linkKeys' | 'random' | 'clock'>

const about = said('about-proxy')
/** An address that nobody has (RFC 5737), as a client would send it to claim another's. */
const claimed = '192.0.2.77'

/** Requests a page through the public URL, and reports what the reverse proxy changes. Follows no redirect. */
export async function aboutProxy(context: Deps): Promise<Finding[]> {
  const { publicUrl: url } = context.settings
  const probe = addressProbe(context)
  try {
    const answer = await context.ask(url + probe, { 'x-forwarded-for': claimed })
    const arrived = arrivedOf(answer)
    return arrived ? aboutArrived(arrived, url, probe) : [aboutAnswer(answer, url)]
  } catch (error) {
    return [note(about, said('found-proxy-silent', { url, why: whySaid(error) }))]
  }
}

function arrivedOf({ status, body }: Answer): Arrived | null {
  if (status !== 200) return null
  try {
    return arrivedSchema.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}

function aboutAnswer({ status, location }: Answer, url: string): Finding {
  if (location !== null) return missing(about, said('found-proxy-redirect', { url, location }))
  if (status >= 502 && status <= 504) return note(about, said('found-proxy-alone', { url, status }))
  return missing(about, said('found-proxy-elsewhere', { url, status }))
}

function aboutArrived(arrived: Arrived, url: string, probe: string): Finding[] {
  const { protocol, host, pathname } = new URL(url)
  const scheme = protocol.slice(0, -1)
  const changed = [
    ...(arrived.path === pathname + probe
      ? []
      : [missing(about, said('found-proxy-path', { path: pathname }))]),
    ...(arrived.host === host
      ? []
      : [note(about, said('found-proxy-host', { host, arrived: arrived.host }))]),
    ...(arrived.scheme === '' || arrived.scheme === scheme
      ? []
      : [note(about, said('found-proxy-scheme', { scheme, arrived: arrived.scheme }))]),
    ...aboutClient(arrived, scheme).map((says) => missing(about, says)),
  ]
  return changed.length > 0 ? changed : [fine(about, said('found-proxy-fine', { client: arrived.client }))]
}

/** The client's address is used for limits, and stored with a sign-in. */
function aboutClient({ forwardedFor, peer, isPeerTrusted }: Arrived, scheme: string): Said[] {
  // The pages speak no TLS: only with a plain URL is it possible that there is no proxy.
  const mayBeDirect = scheme === 'http' && forwardedFor.length === 1 && forwardedFor[0] === claimed
  if (mayBeDirect) return []
  if (forwardedFor.length === 0) return [said('found-proxy-client-lost', { peer })]
  if (!isPeerTrusted) return [said('found-proxy-untrusted', { peer })]
  return forwardedFor.at(-1) === claimed ? [said('found-proxy-claimed')] : []
}
