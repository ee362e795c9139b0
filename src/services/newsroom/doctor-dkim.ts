import { reasonOf } from '../../core/errors.ts'
import type { Newsroom } from '../../core/entities/newsroom.ts'
import { inDns, showDkimKeys, type ShownKey } from '../sending/dkim.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context } from '../context.ts'

/** Whether mails are signed, and whether those who get them can tell. */
export async function aboutDkim(
  context: Pick<Context, 'mail' | 'resolver'>,
  newsroom: Newsroom | null,
): Promise<Finding[]> {
  try {
    // It also tells of a key in use that is not there.
    await context.mail.dkim.signing()
    const keys = await showDkimKeys(context)
    const inUse = keys.find(({ signs }) => signs)
    if (inUse) return [...aboutKey(inUse), ...aboutSender(inUse, newsroom)]
    const [made] = keys.toReversed()
    return [
      made
        ? note('DKIM', `${made.name} is made and ${inDns[made.dns]}, but mails are not signed`, useIt(made))
        : note('DKIM', 'mails are not signed by Daywire', 'daywire dkim new, unless the mail server signs'),
    ]
  } catch (error) {
    return [missing('DKIM', reasonOf(error), 'daywire dkim show')]
  }
}

const useIt = ({ selector }: ShownKey) =>
  `put the record of \`daywire dkim show\` into DNS, then: daywire dkim use ${selector}`

function aboutKey({ name, dns }: ShownKey): Finding[] {
  const message = `mails are signed with ${name}, which ${inDns[dns]}`
  if (dns === 'fine') return [fine('DKIM', message)]
  return dns === 'unknown'
    ? [note('DKIM', message, 'try again where DNS answers')]
    : [missing('DKIM', message, 'put the record of `daywire dkim show` into DNS')]
}

/** A signature counts for DMARC where its domain is the sender's, or one above it (RFC 7489 §3.1.1). */
function aboutSender({ domain }: ShownKey, newsroom: Newsroom | null): Finding[] {
  const sender = newsroom?.sender.email.split('@').at(-1) ?? domain
  if (sender === domain || sender.endsWith(`.${domain}`)) return []
  return [
    note(
      'DKIM domain',
      `mails are signed for ${domain} and come from ${sender}: DMARC does not count that`,
      `daywire dkim new --domain ${sender}`,
    ),
  ]
}
