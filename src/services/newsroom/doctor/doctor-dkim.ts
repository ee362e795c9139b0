import { whySaid } from '../../../core/errors.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import { inDns, showDkimKeys, type ShownKey } from '../../sending/dkim.ts'
import { requireKnownDkimKey } from '../../sending/known-dkim-key.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** Whether e-mails are signed, and whether recipients can verify the signature. */
export async function aboutDkim(
  context: Pick<Context, 'mail' | 'resolver' | 'store'>,
  newsroom: Newsroom | null,
): Promise<Finding[]> {
  try {
    // This also reports a key in use that is missing, or that differs from that of the other hosts.
    await context.mail.dkim.signing()
    await requireKnownDkimKey(context.store, context.mail.dkim)
    const keys = await showDkimKeys(context)
    const inUse = keys.find(({ signs }) => signs)
    if (inUse) return [...aboutKey(inUse), ...aboutSender(inUse, newsroom)]
    const [made] = keys.toReversed()
    return [
      made
        ? note(
            about,
            said('found-dkim-unused', { key: made.name, inDns: inDns[made.dns], selector: made.selector }),
          )
        : note(about, said('found-dkim-none')),
    ]
  } catch (error) {
    return [missing(about, said('found-dkim-broken', { why: whySaid(error) }))]
  }
}

const about = said('about-dkim')

function aboutKey({ name, dns }: ShownKey): Finding[] {
  const params = { key: name, inDns: inDns[dns] }
  if (dns === 'fine') return [fine(about, said('found-dkim-signs', params))]
  return dns === 'unknown'
    ? [note(about, said('found-dkim-unchecked', params))]
    : [missing(about, said('found-dkim-unproven', params))]
}

/** A signature counts for DMARC if its domain is the sender's, or a parent of it (RFC 7489 §3.1.1). */
function aboutSender({ domain }: ShownKey, newsroom: Newsroom | null): Finding[] {
  const sender = newsroom?.sender.email.split('@').at(-1) ?? domain
  if (sender === domain || sender.endsWith(`.${domain}`)) return []
  return [note(said('about-dkim-domain'), said('found-dkim-other-domain', { domain, sender }))]
}
