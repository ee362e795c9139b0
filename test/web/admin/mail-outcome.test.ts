import { expect, test } from 'vitest'
import type { Admin } from '../../../src/web/admin/frame/admin.ts'
import { mailOutcome } from '../../../src/web/admin/reader/history-view.ts'

const say = ((word: string) => word) as Admin['say']
const deliveredAt = Temporal.Instant.from('2026-11-17T08:00Z')

test('an e-mail that a relay reports as delivered is shown as such, unless it is being sent again', () => {
  expect(mailOutcome(say, { status: 'sent', deliveredAt })).toBe('mail-delivered')
  expect(mailOutcome(say, { status: 'unknown', deliveredAt })).toBe('mail-delivered')
  expect(mailOutcome(say, { status: 'sent', deliveredAt: null })).toBe('mail-was-sent')
  expect(mailOutcome(say, { status: 'queued', deliveredAt })).toBe('mail-was-queued')
})
