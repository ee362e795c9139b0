import type { BulkAction } from '../../../core/entities/readers/bulk-action.ts'
import type { FoundBulkAction } from '../../../services/subscribers/bulk/find-bulk-action.ts'
import { handledOf } from '../../../services/subscribers/bulk/run-bulk-actions.ts'
import { moment } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'

type Say = Admin['say']

/** What was typed to confirm an action, and what is wrong with it. */
export interface TypedAction {
  field: string | null
  fault: string
  tag: string
  until: string
  reason: string
  number: string
}

export const nothingTyped: TypedAction = {
  field: null,
  fault: '',
  tag: '',
  until: '',
  reason: '',
  number: '',
}

const inputs = {
  tag: ['tag'],
  untag: ['tag'],
  pause: ['until', 'reason'],
  stop: ['reason'],
  resubscribe: ['reason'],
  erase: ['number'],
} as const

/** A bulk action for its page. */
export function actionView(
  say: Say,
  { action, digest, addresses, undoUntil }: FoundBulkAction,
  typed: TypedAction,
  { tags, mayChange }: { tags: string[]; mayChange: boolean },
) {
  const { state, kind, total } = action
  const zone = digest.schedule.timeZone
  const isErasing = kind === 'erase'
  return {
    title: titleOf(say, action),
    lead: say('bulk-for', { count: total, digest: digest.name }),
    isFrozen: state === 'frozen' && mayChange,
    isWorking: state === 'freezing' || state === 'running' || state === 'undoing',
    isNobody: state === 'frozen' && total === 0,
    isErasing,
    about: say(`bulk-about-${kind}`, { digest: digest.name }),
    button: say(`bulk-do-${kind}`, { count: total }),
    fields: inputs[kind].map((field) => ({
      id: field,
      label: say(`bulk-field-${field}`),
      help: field === 'number' ? say('bulk-number-help', { count: total }) : '',
      type: field === 'until' ? 'date' : 'text',
      value: typed[field],
      fault: typed.field === field ? typed.fault : '',
      required: field !== 'reason' || kind === 'resubscribe',
    })),
    tags: kind === 'tag' || kind === 'untag' ? tags : [],
    addresses,
    more: total > addresses.length ? say('bulk-more', { count: total - addresses.length }) : '',
    standing: stateWords(say, action),
    handled: state === 'freezing' ? total : handledOf(action),
    total: state === 'freezing' ? 0 : total,
    facts: factsOf(say, action, zone),
    undo: undoUntil && mayChange ? moment(undoUntil, zone) : null,
  }
}

/** What the action does, including the tag that it adds or removes. */
export function titleOf(say: Say, { kind, input }: BulkAction): string {
  const what = say(`bulk-${kind}`)
  return input.tag === null ? what : say('bulk-with-tag', { what, tag: input.tag })
}

/** The progress of an action, in one sentence. */
export function stateWords(say: Say, action: BulkAction): string {
  const { state, counts, total } = action
  const handled = handledOf(action)
  return say(`bulk-is-${state}`, { handled, total, changed: counts.changed, undone: counts.undone })
}

function factsOf(say: Say, { kind, counts, input, confirmedAt }: BulkAction, zone: string): string[] {
  if (confirmedAt === null) return []
  const kept = Object.entries(counts.kept).map(([why, count]) => say(`bulk-kept-${why}`, { count }))
  return [
    ...(input.until ? [say('bulk-until', { until: moment(input.until, zone).text })] : []),
    ...(input.reason ? [say('bulk-because', { reason: input.reason })] : []),
    ...(counts.changed > 0 ? [say(`bulk-changed-${kind}`, { count: counts.changed })] : []),
    ...kept,
    ...(counts.undoKept > 0 ? [say('bulk-undo-kept', { count: counts.undoKept })] : []),
  ]
}
