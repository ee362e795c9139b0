import type { Digest } from '../../../core/entities/newsroom.ts'
import type { ReaderChange } from '../../../core/entities/readers/reader-history.ts'
import { shortDate } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'
import { daysOf, topicsOf } from '../readers/row-view.ts'

type Say = Admin['say']

/** What pages need to describe a change of a reader. */
export interface ChangeWords {
  say: Say
  digest: Digest
  topics: ReadonlyMap<string, string>
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A change of a reader, in words; an action without words is shown by its code. */
export function changeText(words: ChangeWords, { action, detail }: ReaderChange): string {
  const { say } = words
  const reason = textIn(detail['reason'])
  switch (action) {
    case 'choose':
      return say('did-choose', { choices: chosen(words, detail) })
    case 'pause':
      return detail['until']
        ? say('did-pause', { until: dayOf(textIn(detail['until'])) })
        : say('did-pause-end')
    case 'unsubscribe':
      return reason === '' ? say('did-unsubscribe') : say('did-stop', { reason })
    case 'resubscribe':
      return reason === '' ? say('did-resubscribe') : say('did-resubscribe-because', { reason })
    case 'suppress':
      return say('did-suppress', { reason })
    case 'lift':
      return say('did-lift', { reason })
    case 'tag':
    case 'untag':
      return say(`did-${action}`, { tag: textIn(detail['tag']) })
    case 'change-address':
      return detail['before']
        ? say('did-change-address-from', { before: textIn(detail['before']), to: textIn(detail['to']) })
        : say('did-change-address')
    case 'send-again':
      return say('did-send-again', { edition: dayOf(textIn(detail['edition'])), reason })
    default:
      return plain.has(action) ? say(`did-${action}`) : say('did-other', { action })
  }
}

const dayOf = (iso: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(iso) ? shortDate(Temporal.PlainDate.from(iso)) : iso

/** Actions whose words need no details. */
const plain: ReadonlySet<string> = new Set([
  'subscribe',
  'sign-up',
  'confirm',
  'ask-own-link',
  'ask-address',
  'export',
  'add-note',
  'remove-note',
  'dismiss-typo',
  'undo-choose',
  'undo-pause',
  'undo-unsubscribe',
  'undo-tag',
  'undo-untag',
  'undo-change-address',
])

function chosen({ say, digest, topics }: ChangeWords, detail: Record<string, unknown>): string {
  const list = (value: unknown) => (Array.isArray(value) ? value : [])
  const days = detail['days'] === null ? null : list(detail['days']).filter((day) => typeof day === 'number')
  const hour = textIn(detail['hour']) || digest.schedule.hour
  const ids = list(detail['topics']).filter((id) => typeof id === 'string')
  return `${topicsOf(say, ids, topics)} · ${daysOf(say, days, digest)}, ${hour}`
}
