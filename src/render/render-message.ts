import type { MessageContent } from '../core/entities/message.ts'
import type { Newsroom } from '../core/entities/newsroom.ts'
import { withoutMarks } from '../core/text/slots.ts'
import { oneLine } from '../core/text/text.ts'
import { directionOf } from './direction.ts'
import { blocksOf } from './block-html.ts'
import { openTemplates } from './templates.ts'
import { openWords } from './words.ts'

const clean = (text: string): string => oneLine(withoutMarks(text))

/** Renders a message by the template of its kind, in the newsroom's language. */
export async function renderMessage(
  templatesDir: string,
  { kind, subject, lead, points, advice }: MessageContent,
  newsroom: Newsroom,
): Promise<{ html: string; text: string }> {
  const templates = openTemplates(templatesDir, openWords(templatesDir, newsroom.language), 'mail')
  const context = {
    language: newsroom.language,
    ...directionOf(newsroom.language),
    newsroom: { name: clean(newsroom.name) },
    subject: clean(subject),
    lead: clean(lead),
    points: points.map(({ name, text }) => ({ name: clean(name), text: clean(text) })),
    advice: clean(advice),
    // The partial of styles has colours of topics, of which a message has none.
    topics: [],
  }
  const [html = ''] = await blocksOf(templates.mjml(kind, context), () => `templates/mail/${kind}.mjml.hbs`)
  return { html, text: templates.text(kind, context) }
}
