/** A message of lines, as bytes. */
export const message = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'))

/** A delivery status notification (RFC 3464) about one recipient, with that recipient's fields. */
export function notification(fields: string[], notice: string[] = [], status: string[] = []): Buffer {
  return message(
    'From: Mail Delivery System <mailer-daemon@relay.example.net>',
    'To: bounces@wire.example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <report-1@relay.example.net>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...notice,
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.example.net',
    ...status,
    '',
    ...fields,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Return-Path: <bounces@wire.example.org>',
    'From: The Wire <desk@wire.example.org>',
    'To: reader@example.com',
    'Subject: Today',
    'Message-ID: <daily-1@wire.example.org>',
    '',
    'Today.',
    '--b--',
    '',
  )
}

/** A complaint (RFC 5965). */
export function complaint(fields: string[]): Buffer {
  return message(
    'From: feedback@provider.example',
    'To: bounces@wire.example.org',
    'Subject: Complaint',
    'Message-ID: <complaint-1@provider.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'A reader marked this as spam.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    ...fields,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: desk@wire.example.org',
    'To: reader@example.com',
    'Message-ID: <daily-1@wire.example.org>',
    '',
    'Today.',
    '--b--',
    '',
  )
}
