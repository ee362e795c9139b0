import type { Import } from '../../../core/entities/imports/import.ts'
import { importProgress } from '../../../services/imports/viewing/list-imports.ts'
import type { Words } from '../../../wording/wording.ts'

/** The progress of an import, as a bar and in words; null while nothing is being done. */
export function progressView(say: Words['say'], one: Import, now: Temporal.Instant) {
  const progress = importProgress(one, now)
  if (!progress) return null
  const { done, total, secondsLeft } = progress
  const share = total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total))
  return { share, doing: say(`import-doing-${one.state}`), left: leftIn(say, secondsLeft) }
}

function leftIn(say: Words['say'], seconds: number | null): string {
  if (seconds === null) return ''
  if (seconds < 60) return say('import-seconds-left', { count: seconds })
  return say('import-minutes-left', { count: Math.ceil(seconds / 60) })
}
