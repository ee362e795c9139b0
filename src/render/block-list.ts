import { block, forms, type Sheet } from '../core/entities/sheet.ts'
import { absolute } from '../core/links.ts'
import { monthAndYear } from './dates.ts'
import { earlierDay, countryOf, safeLink, sheetView, storyView, type SheetView } from './view.ts'
import { typeset } from './typeset.ts'
import type { Words } from '../wording/wording.ts'

/** A block to render: its key, its template, and the template's context. */
export interface BlockJob {
  key: string
  template: string
  context: SheetView & Record<string, unknown>
}

/** All blocks that a cut of this sheet may use, except head and tail (the layout). */
export function blockJobs(sheet: Sheet, words: Words): BlockJob[] {
  const view = sheetView(sheet, words)
  const job = (key: string, template: string, more: Record<string, unknown> = {}): BlockJob => ({
    key,
    template,
    context: { ...view, ...more },
  })
  return [
    job(block.masthead, 'masthead'),
    job(block.webMasthead, 'web-masthead'),
    job(block.intro, 'intro'),
    ...(view.note.length > 0 ? [job(block.note, 'note')] : []),
    job(block.inBriefHead, 'in-brief-head'),
    ...storyJobs(sheet, view, words, job),
    ...view.topics.flatMap((topic, index) => {
      const id = sheet.topics[index]?.id ?? ''
      return [job(block.section(id), 'section', { topic }), job(block.more(id), 'more', { topic })]
    }),
    job(block.since, 'since'),
    ...sheet.earlier.map((item) =>
      job(block.earlier(item.storyId), 'earlier', {
        ...storyView(item, sheet, words),
        day: earlierDay(item, sheet),
      }),
    ),
    ...(sheet.corrections.length > 0 ? [job(block.correctionsHead, 'corrections-head')] : []),
    ...sheet.corrections.map((item) =>
      job(block.correction(item.storyId), 'correction', { ...storyView(item, sheet, words) }),
    ),
    job(block.analysisHead, 'analysis-head'),
    ...sheet.analyses.flatMap((item) =>
      [true, false].map((isNew) =>
        job(block.analysis(item.storyId, isNew), 'analysis', { ...storyView(item, sheet, words), isNew }),
      ),
    ),
    ...(sheet.profile
      ? [job(block.profile, 'profile', { profile: profileView(sheet, sheet.profile, words) })]
      : []),
    job(block.footer, 'footer'),
    job(block.webFooter, 'web-footer'),
  ]
}

type MakeJob = (key: string, template: string, more?: Record<string, unknown>) => BlockJob

function storyJobs(sheet: Sheet, view: SheetView, words: Words, job: MakeJob): BlockJob[] {
  return sheet.news.flatMap((item) => {
    const story = storyView(item, sheet, words)
    const line = job(block.line(item.storyId), 'line', { ...story })
    const isUpdate = item.follows?.kind === 'update'
    const byTopic = sheet.topics.flatMap((topic, index) => {
      const topicView = view.topics[index]
      if (!topicView || !item.topics.includes(topic.id)) return []
      const country = countryOf(item)
      return forms.flatMap((form) => {
        // Under its section's heading a story needs no label for its topic.
        const label = [form === 'lead' ? topicView.name : '', country].filter(Boolean).join(' · ')
        const context = { ...story, topic: topicView, country, label }
        const key = block.story(item.storyId, form, topic.id)
        const whole = job(key, `story-${form}`, context)
        return isUpdate
          ? [whole, job(block.alone(key), `story-${form}`, { ...context, follows: null })]
          : [whole]
      })
    })
    return [line, ...byTopic]
  })
}

function profileView(sheet: Sheet, profile: NonNullable<Sheet['profile']>, words: Words) {
  const clean = (text: string) => typeset(text, sheet.digest.language)
  const name = clean(profile.name)
  return {
    name,
    paragraphs: profile.overview.split('\n\n').map(clean),
    reviewed: monthAndYear(Temporal.PlainDate.from(profile.reviewed), sheet.digest.language),
    link: safeLink(profile.link),
    linkText: profile.linkText === null ? words.say('learnMore', { country: name }) : clean(profile.linkText),
    flag: profile.flag && absolute(sheet.publicUrl, profile.flag.src),
  }
}
