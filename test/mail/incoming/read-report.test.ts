import { expect, test } from 'vitest'
import { readReport } from '../../../src/mail/incoming/read-report.ts'
import { complaint, message, notification } from './support.ts'

const read = async (bytes: Uint8Array) => {
  const { kind, recipients, limits } = await readReport(bytes)
  return { kind, limits, recipients: recipients.map(({ address, reason, hard }) => [address, reason, hard]) }
}

const notice = (...lines: string[]): Buffer =>
  message(
    'Return-Path: <>',
    'From: MAILER-DAEMON@relay.example.net',
    'To: bounces@wire.example.org',
    'Subject: failure notice',
    '',
    ...lines,
  )

test('fields of a delivery status say who was not reached, and why', async () => {
  const bytes = notification([
    'Final-Recipient: rfc822; forwarded@inside.example',
    'Original-Recipient: rfc822; reader@example.com',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <forwarded@inside.example>: User unknown',
    '',
    'Final-Recipient: rfc822; full@example.com',
    'Action: failed',
    'Status: 5.2.2',
    'Diagnostic-Code: smtp; 552 5.2.2 over quota',
    'Final-Recipient: rfc822; late@example.com',
    'Action: delayed',
    'Status: 4.4.1',
    '',
    'Final-Recipient: rfc822; reached@example.com',
    'Action: delivered',
    'Status: 2.0.0',
  ])
  const report = await readReport(bytes)
  expect(report).toMatchObject({
    kind: 'bounce',
    sentTo: ['bounces@wire.example.org'],
    messageId: '<report-1@relay.example.net>',
    original: { messageId: '<daily-1@wire.example.org>', to: ['reader@example.com'] },
  })
  expect(report.recipients).toMatchObject([
    { address: 'reader@example.com', status: '5.1.1', reply: '550', reason: 'no-such-address', hard: true },
    { address: 'full@example.com', status: '5.2.2', reply: '552', reason: 'mailbox-full', hard: false },
    { address: 'late@example.com', reason: 'network', hard: false, delayed: true },
  ])
})

test.for<[string, string[], string, boolean]>([
  [
    'a domain without mail',
    ['Status: 5.4.4', 'Diagnostic-Code: X-Relay; Host or domain name not found'],
    'domain-gone',
    true,
  ],
  ['one who moved', ['Status: 5.1.6', 'Diagnostic-Code: smtp; 550 5.1.6 this user has moved'], 'moved', true],
  [
    'an account that is shut',
    ['Status: 5.2.1', 'Diagnostic-Code: smtp; 550 5.2.1 This account is disabled'],
    'suspended',
    false,
  ],
  [
    'a list of bad senders',
    ['Status: 5.7.1', 'Diagnostic-Code: smtp; 554 5.7.1 Client host blocked using a blocklist'],
    'reputation',
    false,
  ],
  ['spam', ['Status: 5.7.1', 'Diagnostic-Code: smtp; 550 5.7.1 Message looks like spam'], 'spam', false],
  [
    'no proof of the sender',
    ['Status: 5.7.26', 'Diagnostic-Code: smtp; 550 5.7.26 DMARC failed'],
    'authentication',
    false,
  ],
  [
    'a relay that does not',
    ['Status: 5.7.1', 'Diagnostic-Code: smtp; 550 5.7.1 Relaying denied'],
    'relay-refused',
    false,
  ],
  ['a mail too big', ['Status: 5.3.4', 'Diagnostic-Code: smtp; 552 5.3.4 Message too big'], 'size', false],
  [
    'a time that passed',
    ['Status: 4.4.7', 'Diagnostic-Code: smtp; 550 4.4.7 Message expired'],
    'expired',
    false,
  ],
  // Filters of readers answer so as well, once they have seen the mail.
  ['words alone', ['Status: 5.0.0', 'Diagnostic-Code: smtp; 550 No such user'], 'filtered', false],
  [
    'words in an answer to RCPT',
    ['Status: 5.0.0', 'Diagnostic-Code: smtp; 550 No such user (in reply to RCPT TO command)'],
    'no-such-address',
    true,
  ],
  [
    'words in an answer to the body',
    ['Status: 5.0.0', 'Diagnostic-Code: smtp; 550 No such user (in reply to end of DATA command)'],
    'filtered',
    false,
  ],
  [
    'words in an answer to the sender',
    ['Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 Unknown user (in reply to MAIL FROM command)'],
    'sender',
    false,
  ],
  [
    'words with a vague status',
    ['Status: 5.2.0', 'Diagnostic-Code: smtp; 550 Unknown user'],
    'filtered',
    false,
  ],
  [
    'a vague status in an answer to RCPT',
    ['Status: 5.3.0', 'Diagnostic-Code: smtp; 553 5.3.0 No such user (in reply to RCPT TO command)'],
    'no-such-address',
    true,
  ],
  ['words beside the status', ['Status: 5.0.0 (recipient over quota)'], 'mailbox-full', false],
  [
    'the address as the one who is missing',
    [
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550 reader@example.com does not exist (in reply to RCPT TO command)',
    ],
    'no-such-address',
    true,
  ],
])('a reason: %s', async ([, fields, reason, hard]) => {
  const bytes = notification(['Final-Recipient: rfc822; reader@example.com', 'Action: failed', ...fields])
  expect((await read(bytes)).recipients).toEqual([['reader@example.com', reason, hard]])
})

test.for<[string, Buffer, (string | boolean)[][]]>([
  [
    'a block for each address',
    notice(
      'Sorry, I could not deliver your message.',
      '',
      '<reader@example.com>:',
      'No mailbox here by that name. (#5.1.1)',
      '',
      '<other@example.com>:',
      'Remote host said: 552 5.2.2 mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      '',
      'To: <nobody@example.com>',
    ),
    [
      ['reader@example.com', 'no-such-address', true],
      ['other@example.com', 'mailbox-full', false],
    ],
  ],
  [
    'lines that begin with a code',
    notice(
      '   ----- Transcript of session follows -----',
      '550 away.example (smtp)... Host unknown',
      '554 <reader@away.example>... Host unknown',
      '421 busy.example (smtp)... Deferred',
      '554 <other@busy.example>... Connection reset by peer',
    ),
    [
      ['reader@away.example', 'domain-gone', true],
      ['other@busy.example', 'network', false],
    ],
  ],
  [
    'the reason before the recipients',
    notice(
      'Your message could not be delivered because of:',
      '',
      '550 5.1.1 User unknown',
      '',
      'The following recipients were affected:',
      '    reader@example.com',
    ),
    [['reader@example.com', 'no-such-address', true]],
  ],
  [
    'nobody but the one in the returned message',
    notice(
      'Your message could not be delivered: the mailbox is full.',
      '',
      '----- Original message -----',
      '',
      'From: desk@wire.example.org',
      'To: Reader <reader@example.com>',
      '',
      'Today.',
    ),
    [['reader@example.com', 'mailbox-full', false]],
  ],
  [
    'no words but a reason, from a server’s program',
    notice('reader@example.com - no such user here.', '', 'Message contains 1 file attachment.'),
    [['reader@example.com', 'no-such-address', true]],
  ],
  [
    'the header of the mail after the reason',
    notice(
      'Error: 550 5.1.1 no such user here.',
      'Subject: Today',
      'MAIL FROM: bounces@wire.example.org',
      'RCPT TO: reader@example.com',
    ),
    [['reader@example.com', 'no-such-address', true]],
  ],
  [
    'other addresses beside',
    notice(
      'Delivery to reader@example.com failed: no such user.',
      'For help, contact postmaster@relay.example.net or write to bounces@wire.example.org.',
    ),
    [['reader@example.com', 'no-such-address', true]],
  ],
])('a notice without fields: %s', async ([, bytes, recipients]) => {
  expect(await read(bytes)).toEqual({ kind: 'bounce', limits: [], recipients })
})

test('fields whose action has a word of the server are of a failure', async () => {
  const bytes = notification([
    'Final-Recipient: rfc822; reader@example.com',
    'Action: error',
    'Status: 5.1.2',
  ])
  expect(await read(bytes)).toMatchObject({
    kind: 'bounce',
    recipients: [['reader@example.com', 'domain-gone', true]],
  })
})

test('a report that a gateway passes on as an attachment is read itself', async () => {
  const inner = notification([
    'Final-Recipient: rfc822; reader@example.com',
    'Action: failed',
    'Status: 5.1.1',
  ]).toString()
  const bytes = message(
    'From: gateway@relay.example.net',
    'To: bounces@wire.example.org',
    'Subject: Scanned: your message',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    '--outer',
    'Content-Type: message/rfc822',
    '',
    inner,
    '--outer',
    'Content-Type: text/plain',
    '',
    'This mail was scanned. Its sender was contact@relay.example.net.',
    '--outer--',
  )
  expect(await readReport(bytes)).toMatchObject({
    kind: 'bounce',
    recipients: [{ address: 'reader@example.com', hard: true }],
    original: { messageId: '<daily-1@wire.example.org>' },
  })
})

test.for<[string, string[]]>([
  [
    'Japanese',
    [
      'Subject: 配信エラーのお知らせ',
      '',
      '次の宛先に届きませんでした。',
      '宛先：reader@example.com',
      '',
      '宛先が見つかりません。',
    ],
  ],
  ['Chinese', ['Subject: 系统退信', '', '收件人：reader@example.com', '', '收件人邮箱不存在。']],
  [
    'Korean',
    ['Subject: 메일 반송 안내', '', '수신자: reader@example.com', '', '존재하지 않는 사용자입니다.'],
  ],
  [
    'Russian',
    ['Subject: Письмо не доставлено', '', 'Адрес reader@example.com:', '', 'Пользователь не найден.'],
  ],
  ['Polish', ['Subject: Wiadomość niedoręczona', '', '<reader@example.com>:', 'Użytkownik nie istnieje.']],
  ['Italian', ['Subject: Mancata consegna', '', '<reader@example.com>:', 'Utente sconosciuto.']],
  ['Hebrew', ['Subject: ההודעה לא נמסרה', '', 'reader@example.com', '', 'המשתמש לא קיים.']],
])('a notice in %s', async ([, lines]) => {
  const bytes = message(
    'From: Server <mail@relay.example.net>',
    'Return-Path: <>',
    'To: bounces@wire.example.org',
    'Content-Type: text/plain; charset=utf-8',
    ...lines,
  )
  expect(await read(bytes)).toEqual({
    kind: 'bounce',
    limits: [],
    recipients: [['reader@example.com', 'no-such-address', true]],
  })
})

test.for<[string, string[]]>([
  [
    'its fields in the text',
    [
      'Subject: Report',
      '',
      'A reader complained.',
      '',
      'Feedback-Type: abuse',
      'Version: 0.1',
      'Original-Rcpt-To: reader@example.com',
    ],
  ],
  ['a header of its own', ['Subject: A mail', 'X-HmXmrOriginalRecipient: reader@example.com', '', 'Today.']],
])('a complaint with %s', async ([, lines]) => {
  const bytes = message('From: staff@provider.example', 'To: bounces@wire.example.org', ...lines)
  expect(await read(bytes)).toMatchObject({
    kind: 'complaint',
    recipients: [['reader@example.com', 'complaint', false]],
  })
})

test('a complaint names its reader, or the e-mail that is enclosed does', async () => {
  expect(
    await read(complaint(['Feedback-Type: abuse', 'Original-Rcpt-To: <named@example.com>'])),
  ).toMatchObject({
    kind: 'complaint',
    recipients: [['named@example.com', 'complaint', false]],
  })
  expect((await read(complaint(['Feedback-Type: abuse']))).recipients).toEqual([
    ['reader@example.com', 'complaint', false],
  ])
})

test.for<[string, string[], string, string?]>([
  [
    'marked by its header',
    ['Auto-Submitted: auto-replied', 'Subject: Re: Today', '', 'I read mail on Fridays.'],
    'auto-reply',
    'away',
  ],
  ['marked by its subject', ['Subject: Out of office: Today', '', 'Back on Monday.'], 'auto-reply', 'away'],
  ['in Japanese', ['Subject: =?utf-8?B?6Ieq5YuV6L+U5L+h?=', '', 'I am away.'], 'auto-reply', 'away'],
  ['in Polish', ['Subject: [Automatyczna odpowiedź] Today', '', 'I am away.'], 'auto-reply', 'away'],
  ['of a device', ['X-Apple-Action: vacation', 'Subject: Re: Today', '', 'I am away.'], 'auto-reply', 'away'],
  ['a person on a holiday', ['Subject: Vacation: please pause my mails', '', 'Thank you.'], 'other'],
  ['in German', ['Subject: Abwesenheitsnotiz', '', 'Ich bin im Urlaub.'], 'auto-reply', 'away'],
  [
    'of one who left',
    ['Auto-Submitted: auto-replied', 'Subject: Automatic reply', '', 'She has left the company.'],
    'auto-reply',
    'perhaps-left',
  ],
  [
    'from nobody’s return path',
    ['Return-Path: <>', 'Subject: Automatic reply: undeliverable', '', 'I am away.'],
    'auto-reply',
    'away',
  ],
  ['a person', ['Subject: Re: Today', '', 'Please remove me, reader@example.com.'], 'other'],
  [
    'a person about a failure',
    [
      'Subject: Re: Undeliverable: Today',
      '',
      'Your mail to other@example.com could not be delivered, it says. Why?',
    ],
    'other',
  ],
  ['a newsletter', ['Subject: Your mail delivery update', '', 'Parcels arrive sooner.'], 'other'],
])('an answer: %s', async ([, lines, kind, reason]) => {
  const { recipients, ...report } = await read(
    message('From: Reader <reader@example.com>', 'To: desk@wire.example.org', ...lines),
  )
  expect(report.kind).toBe(kind)
  expect(recipients.map(([, own]) => own)).toEqual(reason === undefined ? [] : [reason])
})

test.for([
  'پاسخ خودکار: امروز',
  'رد تلقائي: اليوم',
  'Αυτόματη απάντηση: Σήμερα',
  'Автоматичен отговор: Днес',
  'Automatski odgovor: Danas',
  'Samodejni odgovor: Danes',
  'Automaatvastus: Täna',
  'Automātiska atbilde: Šodien',
  'Trả lời tự động: Hôm nay',
  'ตอบกลับอัตโนมัติ: วันนี้',
  'Balasan otomatis: Hari ini',
])('a subject tells an automatic answer in many languages: %s', async (subject) => {
  const bytes = message('From: reader@example.com', `Subject: ${subject}`, '', 'x')
  expect((await read(bytes)).kind).toBe('auto-reply')
})

test.for([
  ['غير قابل للتسليم: اليوم', 'لم يتم العثور على العنوان.'],
  ['Δεν είναι δυνατή η παράδοση: Σήμερα', 'Η διεύθυνση δεν βρέθηκε.'],
  ['ایمیل تحویل داده نشد', 'گیرنده یافت نشد.'],
  ['Email không thể gửi được', 'Người nhận không tồn tại.'],
])('a notice without fields is known in many languages: %s', async ([subject = '', why = '']) => {
  const bytes = message(
    'Return-Path: <>',
    'From: postmaster@relay.example.net',
    `Subject: ${subject}`,
    '',
    'reader@example.com',
    '',
    why,
  )
  expect(await read(bytes)).toMatchObject({
    kind: 'bounce',
    recipients: [['reader@example.com', 'no-such-address', true]],
  })
})

test.for(['SRS0=aB3d=7x=wire.example.org=bounces+tag@forwarder.example', 'bounces@wire.example.org'])(
  'the return path of the e-mail that came back is read as a whole: %s',
  async (path) => {
    const bytes = notification(['Final-Recipient: rfc822; reader@example.com', 'Action: failed'])
      .toString()
      .replace('Return-Path: <bounces@wire.example.org>', `Return-Path: <${path}>`)
    expect((await readReport(Buffer.from(bytes))).original?.returnPath).toBe(path)
  },
)

test('what a report says was delivered is no bounce', async () => {
  const bytes = notification([
    'Final-Recipient: rfc822; reader@example.com',
    'Action: delivered',
    'Status: 2.0.0',
  ])
  expect(await read(bytes)).toMatchObject({
    kind: 'other',
    recipients: [['reader@example.com', 'delivered', false]],
  })
})

test('a notification of SES is read from its JSON', async () => {
  const text = JSON.stringify({
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bouncedRecipients: [
        {
          emailAddress: 'reader@example.com',
          status: '5.1.1',
          action: 'failed',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
    },
  })
  expect(
    await read(
      message('From: no-reply@notices.example', 'Subject: Notification', '', text, '', '--', 'To stop, …'),
    ),
  ).toMatchObject({
    kind: 'bounce',
    recipients: [['reader@example.com', 'no-such-address', true]],
  })
  for (const list of ['Suppressed', 'OnAccountSuppressionList']) {
    const byList = text.replace('"bounceType":', `"bounceSubType":"${list}","bounceType":`)
    expect(await read(message('From: no-reply@notices.example', '', byList)), list).toMatchObject({
      kind: 'bounce',
      recipients: [['reader@example.com', 'unknown', false]],
    })
  }
})

test('what is too much is read in part, and named', async () => {
  const nested = Array.from(
    { length: 60 },
    (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}`,
  )
  expect((await read(message('Subject: deep', ...nested))).limits).toEqual(['structure'])
  const headers = Array.from({ length: 40_000 }, (_, at) => `X-Header-${at}: value`)
  expect(
    (await read(message('From: mailer-daemon@relay.example.net', ...headers, '', 'none'))).limits,
  ).toEqual(['structure'])
  const big = Buffer.concat([
    notice('<reader@example.com>: 550 5.1.1 unknown'),
    Buffer.alloc(25 * 1024 * 1024, `${'a'.repeat(70)}\r\n`),
  ])
  const report = await read(big)
  expect(report.limits).toEqual(['bytes', 'text'])
  expect(report.recipients).toEqual([['reader@example.com', 'no-such-address', true]])
})
