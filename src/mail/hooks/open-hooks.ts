import type { KeyObject } from 'node:crypto'
import type { HookService } from '../../core/entities/feedback/hook-service.ts'
import type { Clock } from '../../core/ports.ts'
import type { Hook } from './hook.ts'
import { mailgunHook } from './mailgun.ts'
import { postmarkHook, type PostmarkLogin } from './postmark.ts'
import { sendgridHook } from './sendgrid.ts'
import type { FetchSmall } from './ses/certificates.ts'
import { sesHook } from './ses/ses-hook.ts'
import type { Topic } from './ses/topic.ts'

/** The settings by which each service's reports are verified; null: its reports are not accepted. */
export interface HookSettings {
  ses: Topic | null
  sendgrid: KeyObject | null
  mailgun: string | null
  postmark: PostmarkLogin | null
}

/** The services whose reports are accepted. */
export type Hooks = ReadonlyMap<HookService, Hook>

/** Opens the hook of each configured service. */
export function openHooks(
  { ses, sendgrid, mailgun, postmark }: HookSettings,
  platform: { fetch: FetchSmall; clock: Clock },
): Hooks {
  const hooks = new Map<HookService, Hook>()
  if (ses) hooks.set('ses', sesHook(ses, platform))
  if (sendgrid) hooks.set('sendgrid', sendgridHook(sendgrid))
  if (mailgun !== null) hooks.set('mailgun', mailgunHook(mailgun))
  if (postmark) hooks.set('postmark', postmarkHook(postmark))
  return hooks
}
