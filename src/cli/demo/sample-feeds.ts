import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Handlebars from 'handlebars'
import { headerDate } from '../../core/text/header-date.ts'

/** A sample file with its dates filled in. */
export interface SampleFile {
  name: string
  text: string
}

/** When the first two days of the sample newsroom were frozen; the second is null on the first day. */
export interface SampleDay {
  first: Temporal.Instant
  second: Temporal.Instant | null
}

const offset = /^-(?:(\d+)h)?(?:(\d+)m)?$/

/** The instant at an offset such as `-5h30m` from the freeze. */
function before(freeze: Temporal.Instant, text: string): Temporal.Instant {
  const [, hours = '0', minutes = '0'] = offset.exec(text) ?? []
  return freeze.subtract({ hours: Number(hours), minutes: Number(minutes) })
}

/** Fills in the templates of a folder: `{{rfc822 "-5h"}}` and `{{iso "-5h"}}` are instants before `freeze`. */
export function sampleFiles(folder: string, freeze: Temporal.Instant, base: string): SampleFile[] {
  const own = Handlebars.create()
  own.registerHelper('rfc822', (text: string) => headerDate(before(freeze, text)))
  own.registerHelper('iso', (text: string) => before(freeze, text).toString({ smallestUnit: 'second' }))
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => {
      const template = own.compile<{ base: string }>(readFileSync(join(folder, file), 'utf8'), {
        strict: true,
        noEscape: true,
      })
      return { name: basename(file, '.hbs'), text: template({ base }) }
    })
}

/** The documents of the sample sources for a day: on the second day, some are updated. */
export function sampleFeeds(samples: string, { first, second }: SampleDay, base: string): SampleFile[] {
  const later = second ? sampleFiles(join(samples, 'second-day'), second, base) : []
  const same = sampleFiles(join(samples, 'feeds'), first, base)
  return [...same.filter(({ name }) => !later.some((one) => one.name === name)), ...later]
}
