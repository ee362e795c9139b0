import { expect, test } from 'vitest'
import { readReport } from '../../../src/mail/incoming/read-report.ts'
import { message } from './support.ts'

const person = ['From: ada@example.com', 'To: bounce@wire.example.org']
const personalMessageOf = async (...lines: string[]) => (await readReport(message(...lines))).personalMessage
const asks = async (subject: string, ...text: string[]) =>
  (
    await personalMessageOf(
      ...person,
      `Subject: ${subject}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      ...text,
    )
  )?.asksToLeave

test('what a person wrote is kept as text', async () => {
  expect(await personalMessageOf(...person, 'Subject: Re: Today', '', 'Thank you!', '', '> Today')).toEqual({
    text: 'Thank you!\n\n> Today',
    asksToLeave: false,
  })
})

const notPersonal = [
  'Auto-Submitted: auto-generated',
  'Auto-Submitted: auto-replied',
  'List-Id: <talk.example.net>',
  'List-Unsubscribe: <https://example.net/leave>',
  'Precedence: bulk',
  'X-Loop: ada@example.com',
  'Return-Path: <>',
  'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
]

test.each(notPersonal)('%s: a program sent it', async (header) => {
  expect(await personalMessageOf(...person, header, 'Subject: Hello', '', 'Hello')).toBeNull()
})

const leaving = [
  'unsubscribe',
  'Please remove me from this list.',
  'Take me off, please',
  'Stop sending these',
  'I no longer wish to receive your e-mails',
  'cancel my subscription',
  'Bitte melden Sie mich ab.',
  'Bitte abmelden',
  'Newsletter abbestellen',
  'Bitte streichen Sie mich von der Liste',
  'Ich möchte keine weiteren E-Mails',
  'Bitte keine Mails mehr',
  'נא להסיר אותי מהרשימה',
  'הסירו אותי בבקשה',
  'אבקש לבטל את המנוי',
  'תפסיקו לשלוח לי',
]

test.each(leaving)('asks to leave: %s', async (text) => {
  expect(await asks('Re: Today', text)).toBe(true)
  expect(await asks('Re: Today', text, '', 'On Monday The Wire wrote:', '> To unsubscribe, click here')).toBe(
    true,
  )
})

const staying: [string, string[]][] = [
  ['Re: Today', ['Thank you for this.']],
  ['Re: How to unsubscribe', ['Thank you for this.']],
  ['Re: Today', ['Thank you.', '', 'On Mon, 9 Nov 2026 The Wire wrote:', '> unsubscribe']],
  ['Re: Today', ['Danke.', '', 'Am 9.11.2026 um 08:00 schrieb The Wire:', 'Hier abmelden']],
  ['Re: Today', ['תודה', '', 'בתאריך יום ב׳ The Wire כתב:', 'להסיר אותי']],
  ['Re: Today', [`${'A long letter about removal of mines. '.repeat(20)} remove me`]],
]

test.each(staying)('does not: %s, %j', async (subject, text) => {
  expect(await asks(subject, ...text)).toBe(false)
})

test('a subject of its own can ask', async () => {
  expect(await asks('Unsubscribe', '')).toBe(true)
})
