import type { Cut, Item, Sheet } from '../core/entities/sheet.ts'
import { escapeHtml } from '../core/text/encode.ts'
import { longest, type VariantSlot } from '../core/text/slots.ts'
import { fitted, withoutCutOff } from '../core/text/whole-sentences.ts'
import { dayAndMonth } from './dates.ts'
import { typeset } from './typeset.ts'
import { headlineOf, sinceText } from './view.ts'
import type { Words } from '../wording/wording.ts'

const wordsAMinute = 220
const longestSubject = 110
const longestPreheader = 160
const longestTopics = 200

type DoneCut = Extract<Cut, { ok: true }>

/** The values of slots filled once for each variant: plain text, in whole sentences or clauses, within the slots' limits. */
export function variantValues(sheet: Sheet, cut: DoneCut, words: Words): Record<VariantSlot, string> {
  const subject = subjectOf(sheet, cut, words)
  return {
    subject,
    preheader: preheaderOf(sheet, cut, subject),
    topics: topicsOf(sheet, cut.topics, words),
    counts: countsOf(cut, words),
    since: cut.since ? sinceText(cut.since, sheet, words) : '',
  }
}

/** True for a text that has at most `most` characters and fits its slot. */
const fitsIn =
  (slot: VariantSlot, most: number) =>
  (text: string): boolean =>
    text.length <= most && Buffer.byteLength(escapeHtml(text)) <= longest[slot]

const known = new WeakMap<Item, string>()

/** A headline for a line in a list of e-mails, where non-breaking spaces are pointless. */
function plainHeadline(item: Item, sheet: Sheet): string {
  let headline = known.get(item)
  if (headline === undefined) {
    headline = headlineOf(item, sheet).replace(/[\u00A0\u202F]/g, ' ')
    known.set(item, headline)
  }
  return headline
}

function headlines(sheet: Sheet, { lead, news, corrections, analyses }: DoneCut): string[] {
  const items = [lead, ...news, ...corrections, ...analyses.map((one) => one.item)]
  return [...new Set(items.map((item) => plainHeadline(item, sheet)))]
}

const isOfCorrections = ({ news, corrections }: DoneCut): boolean =>
  news.length === 0 && corrections.length > 0

/** The beginning of the subject: the lead's headline, marked as a correction if the e-mail has no news. */
function leadOf(sheet: Sheet, cut: DoneCut, words: Words): { lead: string; next: string | undefined } {
  const [lead = sheet.digest.name, next] = headlines(sheet, cut)
  if (!isOfCorrections(cut)) return { lead, next }
  const count = cut.corrections.length - 1
  const values = { headline: lead, count }
  return {
    lead: count === 0 ? words.say('correctionSubject', values) : words.say('correctionsSubject', values),
    next: undefined,
  }
}

/** The lead's headline; if a recent e-mail had that subject, the next headline is added if it fits, otherwise the date. */
function subjectOf(sheet: Sheet, cut: DoneCut, words: Words): string {
  const { lead, next } = leadOf(sheet, cut, words)
  const fits = fitsIn('subject', longestSubject)
  const day = dayAndMonth(sheet.date, sheet.digest.language).replaceAll('\u00A0', ' ')
  const candidates = [
    fitted(lead, fits),
    ...(next && fits(`${lead}; ${next}`) ? [`${lead}; ${next}`] : []),
    `${fitted(lead, (text) => fits(`${text} – ${day}`))} – ${day}`,
  ]
  return (
    candidates.find((one) => !sheet.recentSubjects.includes(one)) ??
    `${sheet.digest.name} – ${sheet.date.toString()}`
  )
}

/** The text that an inbox shows after the subject: as many of the next headlines as fit, otherwise the beginning of the lead. */
function preheaderOf(sheet: Sheet, cut: DoneCut, subject: string): string {
  const fits = fitsIn('preheader', longestPreheader)
  const others = headlines(sheet, cut)
    .slice(1)
    .filter((headline) => !subject.includes(headline))
  let line = ''
  for (const headline of others.slice(0, 3)) {
    const longer = line === '' ? headline : `${line} · ${headline}`
    if (fits(longer)) line = longer
  }
  const { summary } = cut.lead
  return line || fitted(withoutCutOff(typeset(summary, sheet.digest.language)), fits)
}

/** The names of the chosen topics; if they don't fit on a line, the last ones are only counted. */
function topicsOf(sheet: Sheet, chosen: string[], words: Words): string {
  const { language } = sheet.digest
  if (chosen.length === sheet.topics.length) return words.say('allTopics')
  const fits = fitsIn('topics', longestTopics)
  const names = sheet.topics
    .filter((topic) => chosen.includes(topic.id))
    .map((topic) => typeset(topic.name, language))
  const list = new Intl.ListFormat(language)
  const lists = names.map((_, gone) => {
    const rest = gone === 0 ? [] : [words.say('moreTopics', { count: gone })]
    return () => list.format([...names.slice(0, names.length - gone), ...rest])
  })
  const found = lists.find((format) => fits(format()))
  return found ? found() : words.say('moreTopics', { count: names.length })
}

function countsOf({ news, corrections, analyses }: DoneCut, words: Words): string {
  const texts = [...news, ...corrections, ...analyses.map((one) => one.item)].map(
    (item) => `${item.headline} ${item.summary}`,
  )
  const total = texts.join(' ').split(/\s+/).length
  const counted = [
    ['stories', news.length],
    ['corrections', corrections.length],
    ['analyses', analyses.length],
  ] as const
  return [
    ...counted.flatMap(([key, count]) => (count > 0 ? [words.say(key, { count })] : [])),
    words.say('minutes', { count: Math.max(1, Math.round(total / wordsAMinute)) }),
  ]
    .map((part) => part.replaceAll(' ', '\u00A0'))
    .join(' · ')
}
