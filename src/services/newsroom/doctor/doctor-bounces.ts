import { domainOf } from '../../../core/smtp/limits.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import { reasonOf } from '../../../core/errors.ts'
import { said, text } from '../../../core/said/said.ts'
import type { OpenMailbox } from '../../../mail/incoming/imap/mailbox.ts'
import type { Context } from '../../context.ts'
import { lastRead } from '../../feedback/read-bounce-mailbox.ts'
import { fine, missing, note, type Finding } from './finding.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'bounceMailbox' | 'clock'>

/** Whether bounces come back, and are read: the bounce address, and its mailbox, which is opened but not changed. */
export async function aboutBounces(context: Deps, newsroom: Newsroom | null): Promise<Finding[]> {
  const { bounceAddress } = context.settings
  if (bounceAddress === null) return [note(aboutAddress, said('found-no-bounce-address'))]
  return [...aboutReturnPath(bounceAddress, newsroom), ...(await aboutMailbox(context))]
}

const aboutAddress = said('about-bounce-address')
const about = said('about-bounce-mailbox')

/**
 * SPF covers the domain of the return path; for DMARC it counts if that is the sender's domain, a parent or a subdomain of it (RFC 7489
 * §3.1.2).
 */
function aboutReturnPath(address: string, newsroom: Newsroom | null): Finding[] {
  const at = address.lastIndexOf('@')
  const probe = `${address.slice(0, at)}+test${address.slice(at)}`
  const findings = [fine(aboutAddress, said('found-bounce-address', { address, probe }))]
  const [own, sender] = [domainOf(address), domainOf(newsroom?.sender.email ?? address)]
  const isAligned = own === sender || own.endsWith(`.${sender}`) || sender.endsWith(`.${own}`)
  if (!isAligned)
    findings.push(note(aboutAddress, said('found-bounce-other-domain', { domain: own, sender })))
  return findings
}

async function aboutMailbox({ store, bounceMailbox, clock }: Deps): Promise<Finding[]> {
  if (!bounceMailbox) return [note(about, said('found-no-bounce-mailbox'))]
  let mailbox: OpenMailbox | null = null
  try {
    mailbox = await bounceMailbox.open(new AbortController().signal)
    const last = await lastRead({ store })
    const waiting = await mailbox.above(last?.validity === mailbox.validity ? last.uid : 0)
    const [oldest] = waiting
    const at = oldest === undefined ? null : ((await mailbox.look(oldest))?.at ?? null)
    const hours = at === null ? 0 : Math.floor(clock.now().since(at).total('hours'))
    const [unread, undeleted] = [
      await store.mailboxMessages.count('reading'),
      await store.mailboxMessages.count('deleting'),
    ]
    return [
      fine(
        about,
        said('found-bounce-mailbox', {
          mailbox: bounceMailbox.describes,
          waiting:
            waiting.length === 0
              ? said('mailbox-none-waiting')
              : said('mailbox-waiting', { count: waiting.length }),
          oldest: at === null ? '' : said('mailbox-oldest', { age: said('hours', { count: hours }) }),
        }),
      ),
      ...(unread > 0 ? [note(about, said('found-mailbox-unread', { count: unread }))] : []),
      ...(undeleted > 0 ? [note(about, said('found-mailbox-undeleted', { count: undeleted }))] : []),
    ]
  } catch (error) {
    const why = text(reasonOf(error))
    return [missing(about, said('found-mailbox-fails', { mailbox: bounceMailbox.describes, why }))]
  } finally {
    await mailbox?.close()
  }
}
