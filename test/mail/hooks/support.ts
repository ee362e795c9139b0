import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTopic, type Topic } from '../../../src/mail/hooks/ses/topic.ts'

/** A request of a service: its body, and its headers. */
export interface Posted {
  service: string
  body: string
  headers: Record<string, string>
}

export const mailgunKey = 'a-key-of-mailgun-for-tests'
export const postmarkLogin = 'daywire:a-password-for-tests'
export const topicArn = 'arn:aws:sns:eu-central-1:123456789012:daywire-reports'
export const certificateUrl =
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem'

const folder = join(import.meta.dirname, 'certificate')
export const certificate = readFileSync(join(folder, 'cert.pem'))
const snsKey = readFileSync(join(folder, 'key.pem'))
export const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const otherSendgridKey = otherKeys.privateKey

export function topic(): Topic {
  const read = readTopic(topicArn)
  if (!read) throw new Error('the topic of the tests is none')
  return read
}

const secondsOf = (at: Temporal.Instant): string => String(Math.floor(at.epochMilliseconds / 1000))

/** A batch of SendGrid's, signed at a given time. */
export function sendgrid(
  events: unknown[],
  at: Temporal.Instant,
  key: KeyObject = sendgridKeys.privateKey,
): Posted {
  const body = JSON.stringify(events)
  const time = secondsOf(at)
  const headers = {
    'content-type': 'application/json',
    'x-twilio-email-event-webhook-timestamp': time,
    'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(time + body), key).toString(
      'base64',
    ),
  }
  return { service: 'sendgrid', body, headers }
}

export const sendgridBounce = (email: string, tag: string, more: object = {}) => ({
  email,
  timestamp: 1_794_900_000,
  'smtp-id': '<a@example.org>',
  event: 'bounce',
  type: 'bounce',
  status: '5.1.1',
  reason: '550 5.1.1 The account does not exist',
  sg_event_id: 'ZXZlbnQ',
  sg_message_id: `mail-${tag}.filter0001`,
  daywire: tag,
  ...more,
})

let tokens = 0

/** An event of Mailgun's, signed at a given time with its own token. */
export function mailgun(
  event: object,
  at: Temporal.Instant,
  { key = mailgunKey, token = `token-${(tokens += 1)}` }: { key?: string; token?: string } = {},
): Posted {
  const timestamp = secondsOf(at)
  const signature = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex')
  const body = JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event })
  return { service: 'mailgun', body, headers: { 'content-type': 'application/json' } }
}

export const mailgunFailure = (recipient: string, tag: string, more: object = {}) => ({
  event: 'failed',
  id: `failure-${tag}`,
  timestamp: 1_794_900_000.125,
  severity: 'permanent',
  reason: 'bounce',
  recipient,
  'delivery-status': {
    'attempt-no': 1,
    code: 550,
    'enhanced-code': '5.1.1',
    message: '5.1.1 The account does not exist',
    description: '',
  },
  envelope: { sender: 'news@example.org', targets: recipient, transport: 'smtp' },
  message: { headers: { to: recipient, 'message-id': 'a@example.org' } },
  'user-variables': { daywire: tag },
  ...more,
})

/** An event of Postmark's, with a login. */
export const postmark = (
  event: object,
  login = postmarkLogin,
  more: Record<string, string> = {},
): Posted => ({
  service: 'postmark',
  body: JSON.stringify(event),
  headers: {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(login).toString('base64')}`,
    ...more,
  },
})

export const postmarkBounce = (Email: string, tag: string, more: object = {}) => ({
  RecordType: 'Bounce',
  ID: 42,
  Type: 'HardBounce',
  TypeCode: 1,
  Name: 'Hard bounce',
  MessageID: `mail-${tag}`,
  Description: 'The server was unable to deliver your message.',
  Details: 'smtp;550 5.1.1 The account does not exist',
  Email,
  From: 'news@example.org',
  BouncedAt: '2026-11-17T08:00:00.0000000Z',
  Inactive: true,
  Metadata: { daywire: tag },
  ...more,
})

/** A message of SNS, signed. */
export function sns(
  message: string,
  at: Temporal.Instant,
  more: Record<string, string> = {},
  key: Buffer | KeyObject = snsKey,
): Posted {
  const fields: Record<string, string> = {
    Type: 'Notification',
    MessageId: `message-${message.length}-${at.epochMilliseconds}`,
    TopicArn: topicArn,
    Message: message,
    Timestamp: at.toString({ fractionalSecondDigits: 3 }),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...more,
  }
  const names =
    fields.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names.map((name) => (fields[name] === undefined ? '' : `${name}\n${fields[name]}\n`)).join('')
  const digest = fields.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  const Signature = sign(digest, Buffer.from(text), key).toString('base64')
  const headers = { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': fields.Type ?? '' }
  return { service: 'ses', body: JSON.stringify({ ...fields, Signature }), headers }
}

/** The e-mail that an event of SES is about. */
export const sesMail = (email: string, tag: string) => ({
  timestamp: '2026-11-17T07:59:00.000Z',
  source: 'news@example.org',
  messageId: `mail-${tag}`,
  destination: [email],
  headersTruncated: false,
  headers: [{ name: 'To', value: email }],
  commonHeaders: { to: [email] },
  tags: { 'ses:configuration-set': ['daywire'], daywire: [tag] },
})

export const sesBounce = (email: string, tag: string) =>
  JSON.stringify({
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: email,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
      timestamp: '2026-11-17T08:00:00.000Z',
      feedbackId: `feedback-${tag}`,
    },
    mail: sesMail(email, tag),
  })
