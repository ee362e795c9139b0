import type { Edition } from '../../../core/entities/edition.ts'
import { hour } from '../frame/times.ts'

/** One step from the freeze to the end of sending, by the key of its words. */
export interface Step {
  key: string
  at: string
  /** `done`, `now` for the current one, or `next`. */
  state: 'done' | 'now' | 'next'
}

const begunStatuses = ['sending', 'sent']

/** From the freeze to the last e-mail; only the freeze for an edition that was never sent. */
export function stepsOf({ status, frozenAt, dueAt, startedAt, finishedAt }: Edition, zone: string): Step[] {
  const frozen: Step = { key: 'step-frozen', at: hour(frozenAt, zone), state: 'done' }
  if (status === 'skipped' || status === 'missed') return []
  const isDraft = status === 'draft'
  return [
    frozen,
    {
      key: isDraft ? 'step-approve' : 'step-approved',
      at: isDraft ? hour(dueAt, zone) : '',
      state: isDraft ? 'now' : 'done',
    },
    startedAt
      ? { key: 'step-began', at: hour(startedAt, zone), state: 'done' }
      : { key: 'step-leaves', at: hour(dueAt, zone), state: status === 'approved' ? 'now' : 'next' },
    ...(begunStatuses.includes(status)
      ? [
          finishedAt && status === 'sent'
            ? ({ key: 'step-sent', at: hour(finishedAt, zone), state: 'done' } as const)
            : ({ key: 'step-sending', at: '', state: 'now' } as const),
        ]
      : []),
  ]
}
