import { verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { jsonOf } from '../json.ts'

const text = z.string().max(300_000)
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(400),
  Message: text,
  Subject: text.nullish(),
  Timestamp: z.string().max(40),
  Token: text.optional(),
  SubscribeURL: z.string().max(4000).optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(4000),
  SigningCertURL: z.string().max(1000),
})

export type SnsMessage = z.infer<typeof envelope>

/** Reads a message posted by SNS; null for anything else. */
export function readSnsMessage(body: Buffer): SnsMessage | null {
  const read = envelope.safeParse(jsonOf(body.toString('utf8')))
  return read.success ? read.data : null
}

/** Whether a message is signed by this key: RSA over its fields by name, with SHA-1 in version 1 and SHA-256 in version 2. */
export function isSigned(message: SnsMessage, key: KeyObject): boolean {
  const digest = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return verify(digest, Buffer.from(signedText(message)), key, Buffer.from(message.Signature, 'base64'))
}

const names = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const

/** The signed text: name and value of each field on separate lines, in the order of the names; missing fields are left out. */
function signedText(message: SnsMessage): string {
  const fields = message.Type === 'Notification' ? names.Notification : names.confirmation
  return fields.map((name) => (message[name] == null ? '' : `${name}\n${message[name]}\n`)).join('')
}
