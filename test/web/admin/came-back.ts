import { commandActor } from '../../../src/core/entities/actor.ts'
import { returnPath } from '../../../src/core/return-path.ts'
import type { Context } from '../../../src/services/context.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { notification } from '../../mail/incoming/support.ts'

const bounceAddress = 'bounce@wire.example.org'
let reports = 0

/** Returns the e-mail of an edition to a subscription as a bounce; `says` is the server's reply, with the status. */
export async function comesBack(
  context: Context,
  tag: { subscription: number; edition: number },
  { status = '5.1.1', says = '550 no such user', email }: { status?: string; says?: string; email: string },
): Promise<void> {
  reports += 1
  const fields = [
    `Final-Recipient: rfc822; ${email}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${says}`,
  ]
  const text = notification(fields).toString().replace('report-1@', `report-${reports}@`)
  const withTag = { ...context, settings: { ...context.settings, bounceAddress } }
  const envelope = returnPath(context.linkKeys, bounceAddress, tag)
  await receiveMessage(withTag, { bytes: Buffer.from(text), envelope }, commandActor)
}
