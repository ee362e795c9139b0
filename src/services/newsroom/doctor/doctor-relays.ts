import { whySaid } from '../../../core/errors.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context, RelayCheck } from '../../context.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** Findings about each mail server; connects to each, sends nothing. */
export async function aboutRelays({ mail }: Pick<Context, 'mail'>): Promise<Finding[]> {
  if (mail.relays.length === 0) return [missing(said('about-smtp'), said('found-no-smtp'))]
  const about = (relay: RelayCheck) =>
    mail.relays.length === 1 ? said('about-smtp') : said('about-relay', { name: relay.name })
  return (await Promise.all(mail.relays.map((relay) => aboutRelay(relay, about(relay))))).flat()
}

async function aboutRelay(relay: RelayCheck, about: Said): Promise<Finding[]> {
  const { describes, domains, isHere, hasLogin, tls } = relay
  const findings: Finding[] = []
  try {
    const { encryption } = await relay.check()
    const facts = [
      said('relay-answers'),
      encryption ?? said('relay-no-tls'),
      ...(hasLogin ? [said('relay-takes-login')] : []),
      ...(domains.length > 0 ? [said('relay-for-domains', { domains })] : []),
    ]
    findings.push(fine(about, said('found-relay-answers', { server: describes, facts })))
  } catch (error) {
    findings.push(missing(about, said('found-relay-fails', { why: whySaid(error) })))
  }
  if (isHere) return findings
  if (!hasLogin) findings.push(note(said('about-login', { server: about }), said('found-no-login')))
  if (tls !== 'require')
    findings.push(
      missing(said('about-tls', { server: about }), said('found-tls-optional', { server: describes })),
    )
  return findings
}
