import type { Actor } from '../../../core/entities/actor.ts'
import { may } from '../../../core/permissions.ts'
import type { WarmUpProgress } from '../../../services/sending/warm-up/kept-progress.ts'
import type { Desk } from './frame.ts'

const numbers = new Intl.NumberFormat('en-GB')

/** That only some readers get an edition as yet, with the page that tells more, for those who may look at it; null while all do. */
export function warmUpLine(
  { say, at }: Desk,
  actor: Actor,
  digestId: number,
  progress: WarmUpProgress | null,
): { text: string; href: string; isPaused: boolean } | null {
  if (!progress) return null
  const { day, admitted, all, isPaused } = progress
  const values = { day, count: admitted, all: numbers.format(all) }
  return {
    text: say(isPaused ? 'warm-up-line-paused' : 'warm-up-line', values),
    href: may(actor, 'view-readers', digestId) ? at('readers/warm-up') : '',
    isPaused,
  }
}
