import type { Actor } from '../../../core/entities/actor.ts'
import { may } from '../../../core/permissions.ts'
import type { WarmUpProgress } from '../../../services/sending/warm-up/kept-progress.ts'
import type { Desk } from './frame.ts'

const numbers = new Intl.NumberFormat('en-GB')

/** That only some readers get an edition so far, with a link to details for those who may see them; null if all readers do. */
export function warmUpLine(
  { say, at }: Desk,
  actor: Actor,
  progress: WarmUpProgress | null,
): { text: string; href: string; isPaused: boolean } | null {
  if (!progress) return null
  const { day, admitted, all, isPaused } = progress
  const values = { day, count: admitted, all: numbers.format(all) }
  const word = isPaused ? 'warm-up-line-paused' : day === 0 ? 'warm-up-line-none' : 'warm-up-line'
  return {
    text: say(word, values),
    href: may(actor, 'view-readers', null) ? at('readers/warm-up') : '',
    isPaused,
  }
}
