import type { Actor } from '../../../../core/entities/actor.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { refused, type Refused } from '../../../../core/said/said.ts'
import { wordsOf } from '../../../../wording/wording.ts'
import type { Context } from '../../../context.ts'
import { keptIf } from '../../../kept-if.ts'
import { writeMessage } from '../../../sending/outbox/write-message.ts'
import { prepareEdition, type PreparedEdition } from '../../prepare-edition.ts'
import { chosenBy, type PreviewFor } from './preview.ts'
import { readTestAddresses, suppressedAmong } from './test-addresses.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** Addresses per request, and test mails per hour in all: enough to check, too few to send an edition. */
const mostAddresses = 10
const mostAnHour = 60

export type TestMailsSent = { ok: true; subject: string; to: string[] } | Refused

interface TestMails {
  digest: Digest
  edition: Edition
  wanted: PreviewFor
  to: string[]
  /** Only reports whom it would reach. */
  dryRun?: boolean
}

/**
 * Writes an e-mail of an edition to each of these addresses to the outbox, like a preview except for a mark in its subject and a Message-ID
 * of its own: no delivery is recorded, and its links open nothing. Throws as `preview` does.
 */
export async function sendTestMails(
  context: Deps,
  { digest, edition, wanted, to, dryRun = false }: TestMails,
  actor: Actor,
  prepared?: PreparedEdition,
): Promise<TestMailsSent> {
  requirePermission(actor, 'send-test-mail', digest.id)
  const addresses = addressesIn(to)
  if ('ok' in addresses) return addresses
  const ready = prepared ?? (await prepareEdition(context, edition))
  const { cut, to: reader } = await chosenBy(context, digest, ready, wanted)
  const { say } = wordsOf('mail', digest.language)
  const variant = ready.withSubject(cut, (subject) => say('testSubject', { subject }))
  const at = context.clock.now()
  const isKept = ({ ok }: TestMailsSent) => ok && !dryRun
  return keptIf(context.store, isKept, async (tx): Promise<TestMailsSent> => {
    const suppressed = await suppressedAmong({ store: tx }, addresses)
    if (suppressed) return suppressed
    const lately = await tx.messages.countSince('test-mail', at.subtract({ hours: 1 }))
    if (lately + addresses.length > mostAnHour)
      return refused('test-mails-too-many', { most: mostAnHour, sent: lately })
    for (const email of addresses) {
      const mail = ready.mail(variant, { ...reader, email, link: null }).toString('latin1')
      const content = { kind: 'test-mail', subject: variant.subject, edition: edition.id, mail } as const
      await writeMessage(tx, email, content, at)
    }
    const detail = { revision: edition.revision, addresses: addresses.length }
    await tx.audit.append({ at, actor, action: 'send-test-mail', subject: `edition:${edition.id}`, detail })
    return { ok: true, subject: variant.subject, to: addresses }
  })
}

/** The given addresses; or why they are too few or too many. */
function addressesIn(written: readonly string[]): string[] | Refused {
  const addresses = readTestAddresses(written)
  if ('ok' in addresses) return addresses
  if (addresses.length === 0) return refused('test-mail-no-address')
  if (addresses.length > mostAddresses)
    return refused('test-mail-too-many-addresses', { count: addresses.length, most: mostAddresses })
  return addresses
}
