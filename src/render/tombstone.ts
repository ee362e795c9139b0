import type { Sheet } from '../core/entities/sheet.ts'
import { dayAndTime, zoneName } from './dates.ts'
import { wordsOf } from '../wording/wording.ts'
import { openTemplates } from './templates.ts'
import { sheetView } from './view.ts'

/** The text on an edition's web page in place of a withdrawn story: that it was withdrawn, and when. */
export type Tombstone = (sheet: Sheet, storyId: number, at: Temporal.Instant) => string

/** Creates it from the template `withdrawn`, which is all raw HTML, so that MJML need not be loaded. */
export function tombstoneMaker(templatesDir: string): Tombstone {
  return (sheet, storyId, at) => {
    const { language, template, timeZone } = sheet.digest
    const words = wordsOf('mail', language)
    const then = at.toZonedDateTimeISO(timeZone)
    const when = `${dayAndTime(then, language)}, ${zoneName(then, language)}`
    const view = { ...sheetView(sheet, words), id: storyId, when }
    return openTemplates(templatesDir, words, template)
      .mjml('withdrawn', view)
      .replace(/<\/?mj-raw>/g, '')
  }
}
