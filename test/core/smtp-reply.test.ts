import { describe, expect, test } from 'vitest'
import { readRefusal } from '../../src/core/smtp/smtp-reply.ts'

describe('what a refusal is about', () => {
  test.for<[number, string, string]>([
    [550, '550 5.1.1 <reader@example.org>: User unknown', 'address'],
    [550, '550-5.1.1 The account that you tried to reach 550 5.1.1 is not here', 'address'],
    [553, '553 5.1.3 bad syntax', 'address'],
    [556, '556 5.1.10 the domain takes no mail', 'address'],
    [550, '550 5.2.1 this mailbox has been disabled', 'address'],
    [550, '550 no such user here', 'address'],
    [550, '550 Requested action not taken: mailbox unavailable', 'address'],
    [554, '554 This user doesn’t have a mail.example account', 'address'],
    // A full mailbox or a busy reader is somebody.
    [552, '552 5.1.1 reader is over quota', 'other'],
    [550, '550 5.2.2 mailbox full', 'other'],
    [550, '550 5.2.1 receives mail at a rate that prevents more', 'other'],
    // What is temporary proves nothing.
    [450, '450 4.1.1 user unknown', 'other'],
    [550, '550 5.7.1 No mail from you: policy', 'us'],
    [550, '550 mailbox unavailable, rejected due to policy restrictions', 'us'],
    [550, '550 relaying denied for <reader@example.org>', 'us'],
    [553, '553 5.1.8 sender domain not found', 'us'],
    [554, '554 spam detected', 'us'],
    [554, '554 5.3.0 something else', 'other'],
    [550, '550 no', 'other'],
    // Neither an address nor a machine’s number is a word of the reply.
    [550, '550 <spam.policy@example.org> no such user', 'address'],
    [554, '554 [5.1.1.1] no', 'other'],
    [550, '550 See https://mail.example.org/spam-policy. User unknown', 'address'],
    [550, '550 mx.spam.example.org: User unknown', 'address'],
    [550, '550 RCPT refused (#5.1.1). Bye', 'address'],
    // Of two numbers, the one of the code’s class is the status.
    [550, '550 Courier 4.2.1 5.1.1 refused', 'address'],
    [550, '550 4.1.1 refused', 'other'],
    // Addresses that are no more, and domains that take no mail.
    [540, '540 5.7.1 Inbox gone: the account is inactive', 'address'],
    [550, '550 5.2.1 Mailbox blocked for inactivity', 'address'],
    [550, '550 5.2.1 Mailbox temporarily inactive', 'other'],
    [550, '550 This person no longer works here', 'address'],
    [550, '550 Whoever it was, no longer with us', 'address'],
    [550, '550 Nobody by that name', 'address'],
    [550, '550 There is no mailbox for this reader', 'address'],
    [550, '550 Unrouteable address', 'address'],
    [556, '556 Ask elsewhere', 'address'],
    [550, '550 5.4.4 The domain does not exist', 'address'],
    [550, '550 5.4.4 No way there', 'other'],
    [550, '550 No such domain', 'address'],
    [550, '550 5.4.1 Recipient address rejected: it is forbidden', 'address'],
    [550, '550 5.7.1 Recipient address rejected: it is forbidden', 'us'],
    [550, '550 5.1.0 Address rejected', 'address'],
    // “Message refused” says nothing more by itself.
    [550, '550 5.7.1 No such mailbox at this context', 'address'],
    [550, '550 5.7.0 Reader is not listed in our directory', 'address'],
    [550, '550 5.7.26 User unknown', 'us'],
    [550, '550 5.7.1 Go away', 'us'],
    // The same words about the sender, or about a machine.
    [550, '550 Sender address rejected: no such user', 'us'],
    [550, '550 Unknown sender, address not found', 'us'],
    [550, '550 HELO names an unknown host', 'us'],
    [550, '550 Your account is disabled', 'us'],
    [550, '550 Your account is inactive', 'us'],
    [550, '550 The address of the sender is unknown', 'us'],
    [550, '550 MAIL FROM is an unknown user', 'us'],
    [550, '550 User unknown, or banned', 'us'],
    [550, '550 User unknown or not authorized', 'us'],
    [550, '550 Mailbox unavailable, the mail is too large', 'us'],
    [550, '550 The recipient’s mail server is unavailable', 'other'],
    [550, '550 5.1.1 refused by content filter', 'us'],
    [553, '553 5.1.1 Relaying is refused here', 'us'],
    [550, '550 5.1.1 User unknown in relay recipient table', 'address'],
    [554, '554 5.6.0 User unknown', 'us'],
    [552, '552 5.3.4 User unknown', 'us'],
    [552, '552 5.2.3 User unknown', 'us'],
    [554, '554 5.2.2 User unknown', 'other'],
    [550, '550 Mailbox temporarily unavailable', 'other'],
    [550, '550 Mailbox unavailable, try again later', 'other'],
    // Servers speak other languages, with and without accents.
    [550, '550 Boîte aux lettres inexistante', 'address'],
    [550, '550 Expéditeur refusé, adresse inconnue', 'us'],
    [552, '552 La boite est pleine', 'other'],
    [550, '550 Empfänger unbekannt', 'address'],
    [550, '550 Unbekannter Benutzer', 'address'],
    [550, '550 La cuenta no existe', 'address'],
    [550, '550 Utente sconosciuto', 'address'],
    [550, '550 Usuário desconhecido', 'address'],
  ])('%i: %s → %s', ([code, reply, blame]) => {
    expect(readRefusal(code, reply).blame).toBe(blame)
  })

  test('no reply is nobody’s fault', () => {
    expect(readRefusal(null, 'no such user')).toMatchObject({ blame: 'other', slowDown: false })
  })
})

test.for<[number, string, boolean]>([
  [421, '421 come back later', true],
  [450, '450 4.7.0 too much at once', true],
  [451, '451 4.7.650 rate limited', true],
  [450, '450 User is receiving mail too quickly', true],
  [450, '450 4.2.2 mailbox full', false],
  [550, '550 5.7.1 rate limited', false],
  [451, '451 4.4.5 busy', true],
  [450, '450 No more than 20 messages per hour', true],
  [450, '450 Connection limit reached', true],
  [450, '450 Please slow down', true],
  [450, '450 4.7.1 not now', true],
  [451, '451 Maximum of sessions reached', true],
  [454, '454 Daily message quota exceeded', true],
  [452, '452 4.2.2 limit of messages reached', false],
  [452, '452 4.3.4 message size exceeds the limit', false],
  [450, '450 4.2.0 come back in a minute', false],
  [451, '451 4.7.1 Greylisted, come again in five minutes', false],
])('%i: %s asks for a slower pace: %s', ([code, reply, slowDown]) => {
  expect(readRefusal(code, reply).slowDown).toBe(slowDown)
})

test.for([
  'user ',
  'mailbox for ',
  'a',
  'a.',
  '1.',
  '5.1.1 ',
  'exceeds a ',
  'not in ',
  '@',
  'é',
  '\t',
  'χρήστη',
  'المستخدم',
  'ผู้ใช้',
  'korisnik',
  'потребител',
])('a long reply of %j is read', (unit) => {
  const reply = `550 ${unit.repeat(100_000 / unit.length)}`
  expect(readRefusal(450, reply).blame).not.toBe('address')
})

test.for<[number, string, number | null]>([
  [450, '450 4.7.1 Greylisted, try again in 300 seconds', 300],
  [450, '450 4.2.0 <reader@example.org>: greylisted for 5 minutes', 300],
  [451, '451 4.7.1 please retry in 00:04:58', 298],
  [451, '451 please come back after 1:30', 90],
  [450, '450 4.7.1 wait 60s', 60],
  [450, '450 4.3.2 try again within 2h', 7200],
  [451, '451 please retry in 1 day', 86_400],
  [450, '450 4.7.1 please try again later', null],
  // What is not about coming again, or not temporary.
  [452, '452 no more than 100 mails in 60 seconds', null],
  [550, '550 try again in 300 seconds', null],
  [450, '450 4.7.1 try again, port 25 for 10.0.0.1', null],
])('%i: %s → again after %s seconds', ([code, reply, seconds]) => {
  expect(readRefusal(code, reply).retryAfter).toBe(seconds)
})

test.for<[number, string, boolean]>([
  [450, '450 4.2.0 greylisted', true],
  [450, '450 4.7.1 not now', true],
  [450, '450 4.7.0 too much at once', false],
  [451, '451 4.7.650 server busy', false],
  [421, '421 4.7.0 not now', false],
  [550, '550 5.7.1 greylisted', false],
])('%i: %s → may be greylisting: %s', ([code, reply, expected]) => {
  expect(readRefusal(code, reply).mayBeGreylisting).toBe(expected)
})
