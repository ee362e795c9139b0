import type { Cut, Sheet } from '../core/edition.ts'
import type { VariantSlot } from '../core/slots.ts'
import { withoutMarks } from '../core/slots.ts'
import { clip, oneLine } from '../core/text.ts'
import { sinceText } from './view.ts'
import type { Words } from './words.ts'

const wordsAMinute = 220
const longestSubject = 110

/** The values of the slots filled once a variant: plain text, clipped to what a slot may hold. */
export function variantValues(
  sheet: Sheet,
  cut: Extract<Cut, { ok: true }>,
  words: Words,
): Record<VariantSlot, string> {
  const subject = subjectOf(sheet, cut)
  return {
    subject,
    preheader: preheaderOf(cut, subject),
    topics: topicsOf(sheet, cut.topics, words),
    counts: countsOf(cut, words),
    since: cut.since ? sinceText(cut.since, sheet, words) : '',
  }
}

const clean = (text: string) => oneLine(withoutMarks(text))

function headlines(cut: Extract<Cut, { ok: true }>): string[] {
  const items = [cut.lead, ...cut.news, ...cut.analyses.map((one) => one.item)]
  return [...new Set(items.map((item) => clean(item.headline)))]
}

/** The lead's headline; where a mail of the last days had that subject, the next headline goes with it, else the date. */
function subjectOf(sheet: Sheet, cut: Extract<Cut, { ok: true }>): string {
  const [lead = sheet.digest.name, next] = headlines(cut)
  const day = sheet.date.toLocaleString(sheet.digest.language, { day: 'numeric', month: 'long' })
  const candidates = [
    clip(lead, longestSubject),
    ...(next ? [`${clip(lead, 60)}; ${clip(next, 45)}`] : []),
    `${clip(lead, 85)} – ${day}`,
  ]
  return (
    candidates.find((one) => !sheet.recentSubjects.includes(one)) ??
    `${sheet.digest.name} – ${sheet.date.toString()}`
  )
}

/** What the inbox shows beside the subject: the next headlines, else how the lead begins. */
function preheaderOf(cut: Extract<Cut, { ok: true }>, subject: string): string {
  const others = headlines(cut)
    .slice(1)
    .filter((headline) => !subject.includes(headline))
  return clip(others.slice(0, 3).join(' · ') || clean(cut.lead.summary), 160)
}

function topicsOf(sheet: Sheet, chosen: string[], words: Words): string {
  if (chosen.length === sheet.topics.length) return words.say('allTopics')
  const names = sheet.topics.filter((topic) => chosen.includes(topic.id)).map((topic) => clean(topic.name))
  return clip(new Intl.ListFormat(sheet.digest.language).format(names), 200)
}

function countsOf(cut: Extract<Cut, { ok: true }>, words: Words): string {
  const texts = [...cut.news, ...cut.analyses.map((one) => one.item)].map(
    (item) => `${item.headline} ${item.summary}`,
  )
  const total = texts.join(' ').split(/\s+/).length
  const count = { stories: cut.news.length, analyses: cut.analyses.length }
  return [
    ...(count.stories > 0 ? [words.say('stories', { count: count.stories })] : []),
    ...(count.analyses > 0 ? [words.say('analyses', { count: count.analyses })] : []),
    words.say('minutes', { count: Math.max(1, Math.round(total / wordsAMinute)) }),
  ].join(' · ')
}
