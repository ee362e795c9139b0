import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { HookSettings } from '../mail/hooks/open-hooks.ts'
import { readTopic } from '../mail/hooks/ses/topic.ts'

const fewestCharacters = 16

/** The SNS topic to which Amazon SES reports. */
const sesTopic = z.string().transform((text, context) => {
  const topic = readTopic(text)
  if (topic) return topic
  context.addIssue('must be the ARN of a topic, such as arn:aws:sns:eu-central-1:123456789012:daywire')
  return z.NEVER
})

/** The public key with which SendGrid’s reports are verified: as displayed by SendGrid, or as PEM. */
const sendgridKey = z.string().transform((text, context) => {
  const key = publicKey(text)
  if (key?.asymmetricKeyType === 'ec') return key
  context.addIssue('must be the verification key of the signed event webhook, as SendGrid shows it')
  return z.NEVER
})

function publicKey(text: string): KeyObject | null {
  try {
    if (text.includes('-----BEGIN')) return createPublicKey(text)
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

const mailgunKey = z
  .string()
  .min(fewestCharacters, `must be the webhook signing key, which has at least ${fewestCharacters} characters`)

/** The login that Postmark sends with each report. */
const postmarkLogin = z
  .string()
  .regex(
    /^[^:\s]{1,60}:[!-~]{16,200}$/,
    `must be user:password, with a password of at least ${fewestCharacters} characters and without blanks`,
  )

const postmarkSecret = z
  .string()
  .regex(/^[!-~]{16,200}$/, `must have at least ${fewestCharacters} characters, and no blanks`)

/** The settings of webhooks, a part of the whole schema. */
export const hookShape = {
  DAYWIRE_HOOK_SES_TOPIC: sesTopic
    .optional()
    .describe(
      'The SNS topic to which Amazon SES reports: arn:aws:sns:<region>:<account>:<name>; docs/bounces.md says how to set each service up',
    ),
  DAYWIRE_HOOK_SENDGRID_KEY: sendgridKey
    .optional()
    .describe('The verification key of SendGrid’s signed event webhook'),
  DAYWIRE_HOOK_MAILGUN_KEY: mailgunKey
    .optional()
    .describe('Mailgun’s HTTP webhook signing key; best as DAYWIRE_HOOK_MAILGUN_KEY_FILE'),
  DAYWIRE_HOOK_POSTMARK_LOGIN: postmarkLogin
    .optional()
    .describe(
      'The login that Postmark sends with each report, user:password; best as DAYWIRE_HOOK_POSTMARK_LOGIN_FILE',
    ),
  DAYWIRE_HOOK_POSTMARK_SECRET: postmarkSecret
    .optional()
    .describe(
      'The value of a header X-Daywire-Secret that Postmark sends as well; best as DAYWIRE_HOOK_POSTMARK_SECRET_FILE',
    ),
}

type Read = { [Name in keyof typeof hookShape]?: z.infer<(typeof hookShape)[Name]> }

/** The settings of each service; Postmark's secret alone is not enough. */
export function hooksOf(read: Read): HookSettings {
  const login = read.DAYWIRE_HOOK_POSTMARK_LOGIN
  return {
    ses: read.DAYWIRE_HOOK_SES_TOPIC ?? null,
    sendgrid: read.DAYWIRE_HOOK_SENDGRID_KEY ?? null,
    mailgun: read.DAYWIRE_HOOK_MAILGUN_KEY ?? null,
    postmark: login === undefined ? null : { login, secret: read.DAYWIRE_HOOK_POSTMARK_SECRET ?? null },
  }
}
