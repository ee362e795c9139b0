import { describe, expect, test } from 'vitest'
import { readRefusal } from '../../src/core/smtp-reply.ts'

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
  ])('%i: %s → %s', ([code, reply, blame]) => {
    expect(readRefusal(code, reply).blame).toBe(blame)
  })

  test('no reply is nobody’s fault', () => {
    expect(readRefusal(null, 'no such user')).toEqual({ blame: 'other', slowDown: false })
  })
})

test.for<[number, string, boolean]>([
  [421, '421 come back later', true],
  [450, '450 4.7.0 too much at once', true],
  [451, '451 4.7.650 rate limited', true],
  [450, '450 User is receiving mail too quickly', true],
  [450, '450 4.2.2 mailbox full', false],
  [550, '550 5.7.1 rate limited', false],
])('%i: %s asks for a slower pace: %s', ([code, reply, slowDown]) => {
  expect(readRefusal(code, reply).slowDown).toBe(slowDown)
})
