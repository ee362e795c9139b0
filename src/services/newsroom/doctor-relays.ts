import { reasonOf } from '../../core/errors.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context, RelayCheck } from '../context.ts'

/** What there is to say of each server that takes mails; connects to each, sends nothing. */
export async function aboutRelays({ mail }: Pick<Context, 'mail'>): Promise<Finding[]> {
  if (mail.relays.length === 0)
    return [
      missing(
        'SMTP server',
        'none is set: mails go to the embedded mailbox',
        'set DAYWIRE_SMTP_URL to smtp://user:password@host:587',
      ),
    ]
  const about = (relay: RelayCheck) => (mail.relays.length === 1 ? 'SMTP server' : `relay ${relay.name}`)
  return (await Promise.all(mail.relays.map((relay) => aboutRelay(relay, about(relay))))).flat()
}

async function aboutRelay(relay: RelayCheck, about: string): Promise<Finding[]> {
  const { describes, domains, isHere, hasLogin, tls } = relay
  const findings: Finding[] = []
  try {
    const { encryption } = await relay.check()
    const facts = [
      'answers',
      encryption ?? 'no TLS',
      ...(hasLogin ? ['takes the login'] : []),
      ...(domains.length > 0 ? [`for ${domains.join(', ')}`] : []),
    ]
    findings.push(fine(about, `${describes}: ${facts.join(', ')}`))
  } catch (error) {
    findings.push(missing(about, reasonOf(error), 'correct its setting, or start the server'))
  }
  if (isHere) return findings
  if (!hasLogin)
    findings.push(
      note(`${about}: login`, 'it is used without one', 'name a user in its address: smtp://user@…'),
    )
  if (tls !== 'require')
    findings.push(
      missing(
        `${about}: TLS`,
        `mails may leave for ${describes} unencrypted`,
        'take DAYWIRE_SMTP_PLAIN or the relay’s tls away, and use a server that offers STARTTLS',
      ),
    )
  return findings
}
