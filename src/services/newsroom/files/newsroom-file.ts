import { z } from 'zod'
import { readAddress } from '../../../core/addresses/address.ts'
import { webAddress } from '../../../core/addresses/web-address.ts'
import { calendarFault } from '../../editions/composing/calendar.ts'
import { isTimeZone } from '../../subscribers/read-choices.ts'
import { faultAt, fieldCode, fieldFault, pathOf } from '../../../core/said/field-fault.ts'
import { said, type Said } from '../../../core/said/said.ts'

/**
 * The schema of `newsroom.json` and `topics.json`: the seeds of a newsroom, and what an export writes. Strict, so that a misspelt name is
 * reported rather than ignored.
 */

const words = z.string().trim().min(1).max(2000)
const address = z.string().transform((text, context) => {
  const reading = readAddress(text)
  if (reading.ok) return reading.address
  const { code, params } = reading
  const says = said('address-refused', { address: text, why: { code, params } })
  context.addIssue({ code: 'custom', params: { says } })
  return z.NEVER
})
const languageTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/
const language = z.string().regex(languageTag, fieldCode('field-language-tag'))
const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, fieldCode('field-key'))
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, fieldCode('field-time'))
const timeZone = z.string().refine(isTimeZone, fieldCode('field-time-zone'))
const link = z.url({ protocol: /^https?$/, error: fieldCode('field-link') })
const country = z.string().regex(/^[A-Z]{2}$/, fieldCode('field-country'))
const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/, fieldCode('field-color'))
const localDate = z.iso.date(fieldCode('field-date'))

const rule = z.strictObject({
  action: z.enum(['keep', 'leave-out']),
  where: z.enum(['words', 'category', 'author']).default('words'),
  any: z.array(words).min(1),
})

/** For a source that the usual budget (`core/entities/sources/source-budget.ts`) does not fit. */
const budget = z.strictObject({
  seconds: z.number().min(1).max(600).optional(),
  megabytes: z.number().min(1).max(500).optional(),
  stories: z.int().min(1).max(10_000).optional(),
  storiesPerDay: z.int().min(1).max(100_000).optional(),
  pictures: z.int().min(0).max(500).optional(),
  pictureSeconds: z.number().min(1).max(600).optional(),
})

export const sourceOptions = z.strictObject({
  budget: budget.optional(),
  dateFormat: words.optional(),
  dayFirst: z.boolean().optional(),
  css: z
    .partialRecord(z.enum(['item', 'link', 'headline', 'date', 'summary', 'image', 'byline', 'body']), words)
    .optional(),
  fields: z
    .partialRecord(
      z.enum(['items', 'id', 'link', 'headline', 'date', 'summary', 'body', 'image', 'byline', 'category']),
      words,
    )
    .optional(),
})

const newsroom = z.strictObject({
  name: words,
  tagline: z.string().trim().max(300).default(''),
  publisher: words,
  address: words,
  language: language.default('en'),
  sender: z.strictObject({ name: words, email: address }),
  replyTo: address.nullable().default(null),
  analysisTitle: words.default('Analysis'),
  alerts: z.array(address).default([]),
  rules: z.array(rule).default([]),
})

const calendarDay = z.strictObject({
  date: localDate,
  to: localDate.nullable().default(null),
  hour: time.nullable().default(null),
  reason: words,
})

const schedule = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .min(1, fieldCode('field-days'))
    .default([1, 2, 3, 4, 5, 6, 7])
    .refine((days) => new Set(days).size === days.length, fieldCode('field-days-once')),
  hour: time,
  cutoff: time,
  timeZone,
  catchUp: z.int().min(1).max(24).default(6),
  /** If absent, an import does not change the calendar. */
  calendar: z.array(calendarDay).optional(),
})

export const defaultProfileDays = 7

/** Folders of `templates/` that belong to no digest. */
const otherTemplates = ['mail', 'pages', 'partials', 'words']

const digest = z.strictObject({
  key,
  name: words,
  language: language.default('en'),
  /** A folder of `templates/` with the same files as `templates/digest`. */
  template: key
    .refine((name) => !otherTemplates.includes(name), fieldCode('field-template'))
    .default('digest'),
  topics: z.array(key).min(1),
  /** `manual` is the former name of `one`. */
  approval: z
    .enum(['auto', 'one', 'two', 'manual'])
    .transform((rule) => (rule === 'manual' ? 'one' : rule))
    .default('auto'),
  /** A country's profile is shown at most once in this many days. */
  profileDays: z.int().min(1).max(365).default(defaultProfileDays),
  /** `retry-once`: an e-mail that may or may not have arrived is sent once more, under the same Message-ID. */
  unknowns: z.enum(['hold', 'retry-once']).default('hold'),
  schedule,
})

const source = z.strictObject({
  name: words,
  kind: key.default('feed'),
  location: words.transform(webAddress),
  section: z.enum(['news', 'analysis']).default('news'),
  language: language.default('en'),
  weight: z.number().positive().max(100).default(1),
  pictures: z.enum(['keep', 'link', 'none']).default('keep'),
  timeZone: timeZone.nullable().default(null),
  options: sourceOptions.default({}),
  rules: z.array(rule).default([]),
  /** Written for sources that are not read. */
  off: z.literal(true).optional(),
})

const candidate = z.strictObject({ kind: key, location: link, options: sourceOptions.default({}) })

/** `catalogue.json`: sources on offer, each with its possible addresses, the best first. */
export const catalogueFile = z.array(
  z.strictObject({
    name: words,
    homepage: link,
    section: source.shape.section,
    language: source.shape.language,
    weight: source.shape.weight,
    timeZone: source.shape.timeZone,
    candidates: z.array(candidate).min(1),
  }),
)
export type Catalogue = z.infer<typeof catalogueFile>

const countryEntry = z.strictObject({ code: country, name: words, aliases: z.array(words).default([]) })

/** The front matter of a country profile. */
export const profileFields = z.strictObject({
  country,
  title: words,
  link,
  linkText: words.nullable().default(null),
  /** Local date of the last review. */
  reviewed: localDate,
})

function each(list: string[], say: (index: number) => void): void {
  for (const [index, value] of list.entries()) if (list.indexOf(value) !== index) say(index)
}

/** `newsroom.json`; keys must be unique. */
export const newsroomFile = z
  .strictObject({
    newsroom,
    digests: z.array(digest).min(1),
    countries: z.array(countryEntry).default([]),
    sources: z.array(source).default([]),
  })
  .superRefine(({ digests, sources, countries }, context) => {
    const once = (list: string, field: string, values: string[]) =>
      each(values, (index) =>
        context.addIssue({ code: 'custom', path: [list, index, field], message: fieldCode('field-twice') }),
      )
    for (const [index, { schedule }] of digests.entries())
      for (const [at, day] of (schedule.calendar ?? []).entries()) {
        const { calendar = [], ...week } = schedule
        const fault = calendarFault({ ...week, calendar }, day, calendar.toSpliced(at, 1))
        if (fault)
          context.addIssue({
            code: 'custom',
            path: ['digests', index, 'schedule', 'calendar', at],
            params: { says: fault },
          })
      }
    once(
      'digests',
      'key',
      digests.map((d) => d.key),
    )
    once(
      'sources',
      'name',
      sources.map((s) => s.name),
    )
    once(
      'countries',
      'code',
      countries.map((c) => c.code),
    )
  })

/** A `*` after fewer letters would match nearly every word. */
const fewestBesideStar = 3
const besideStar = new RegExp(`^\\*?[^*]{${fewestBesideStar},}\\*?$`)
const isPhrase = (text: string): boolean =>
  text.split(/[\s-]+/).every((word) => !word.includes('*') || besideStar.test(word))
const phrase = words.refine(isPhrase, {
  params: { says: said('field-star', { least: fewestBesideStar }) },
})
const phrases = z.array(phrase).min(1)

const topicWords = {
  name: words,
  description: words,
  lexicon: z.strictObject({
    terms: z.record(phrase, z.union([z.number(), z.strictObject({ weight: z.number(), why: words })])),
    not: z.array(phrase).default([]),
    together: z
      .array(z.strictObject({ one: phrases, other: phrases, weight: z.number(), why: words.optional() }))
      .default([]),
  }),
}

const topic = z.strictObject({
  id: key,
  ...topicWords,
  color: z.strictObject({ light: color, dark: color }),
  languages: z
    .record(z.string().regex(/^[a-z]{2,3}$/, fieldCode('field-language-alone')), z.strictObject(topicWords))
    .optional(),
})

/** `topics.json`: every topic, in the order of their sections. */
export const topicsFile = z
  .array(topic)
  .min(1)
  .superRefine((topics, context) =>
    each(
      topics.map((t) => t.id),
      (index) => context.addIssue({ code: 'custom', path: [index, 'id'], message: fieldCode('field-twice') }),
    ),
  )

export const isLanguageTag = (text: string): boolean => languageTag.test(text)

export type NewsroomFile = z.infer<typeof newsroomFile>
/** As written: empty and default values may be left out. */
export type WrittenNewsroom = z.input<typeof newsroomFile>

/** What is wrong with a file, each with its place: `newsroom.json: digests[0].schedule.hour must be …`. */
export const findings = (file: string, { issues }: z.ZodError): Said[] =>
  issues.map((issue) => faultAt(file, pathOf(issue.path), fieldFault(issue)))
