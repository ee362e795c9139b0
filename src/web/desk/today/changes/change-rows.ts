import type { Desk } from '../../frame/frame.ts'
import type { DeskChange } from '../../../../services/editions/viewing/day/desk-day.ts'
import { keyFrom } from '../../../../core/entities/changes/touch-key.ts'
import { moment } from '../../frame/times.ts'

/** The changes of a day, newest first, as rows of a list; `undo` is the change that a button undoes, 0 if none can be. */
export function changeRows(
  desk: Desk,
  changes: readonly DeskChange[],
  of: { names: (actor: string) => string; headlines: ReadonlyMap<number, string>; zone: string },
) {
  return changes.map(({ id, at, by, kind, touches, isUndone, revision, undoes }) => {
    const story = touches.map(({ key }) => keyFrom(key).story).find((one) => one !== null) ?? null
    return {
      id,
      at: moment(at, of.zone),
      who: of.names(by),
      did: desk.say(`changed-${kind}`),
      headline: story === null ? '' : (of.headlines.get(story) ?? `#${story}`),
      revision: revision ?? 0,
      isUndone,
      isUndo: undoes !== null,
    }
  })
}
