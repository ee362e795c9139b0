import type { ShownEdition } from '../../../services/editions/viewing/show-edition.ts'
import type { Desk } from '../frame/frame.ts'
import { moment } from '../frame/times.ts'

/** The audit log's actions on an edition that have words. */
const known = [
  'compose',
  'approve',
  'stop',
  'continue',
  'correct',
  'abandon',
  'resolve',
  'take-back',
  'send-test-mail',
  'pass-check',
  'withdraw',
  'include',
  'add',
  'leave-out',
  'move',
  'lead',
  'pin',
  'section',
  'headline',
  'summary',
  'why',
  'picture-text',
  'note',
  'hour',
  'hold',
  'release',
  'embargo',
  'merge',
  'split',
  'undo',
]

export function historyOf(say: Desk['say'], history: ShownEdition['history'], zone: string) {
  return history.map(({ at, actor, action, reason }) => ({
    at: moment(at, zone),
    who: actor,
    did: known.includes(action) ? say(`did-${action}`) : action.replaceAll('-', ' '),
    reason,
  }))
}
