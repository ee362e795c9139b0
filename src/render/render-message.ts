import { languageOf, type TemplatedContent } from '../core/entities/message.ts'
import type { Newsroom } from '../core/entities/newsroom.ts'
import { withoutMarks } from '../core/text/slots.ts'
import { isSaid } from '../core/said/said.ts'
import { oneLine } from '../core/text/text.ts'
import { directionOf } from '../core/text/direction.ts'
import { blocksOf } from './block-html.ts'
import { openTemplates, type Templates } from './templates.ts'
import { sentence, wordsOf } from '../wording/wording.ts'

export type RenderMessage = (
  content: TemplatedContent,
  newsroom: Newsroom,
) => Promise<{ html: string; text: string }>

/** Renders messages by the templates of their kind, each in its language; the templates of a language are compiled once. */
export function messageRenderer(templatesDir: string): RenderMessage {
  const compiled = new Map<string, Templates>()
  const templatesIn = (language: string): Templates =>
    compiled.getOrInsertComputed(language, () =>
      openTemplates(templatesDir, wordsOf('mail', language), 'mail'),
    )
  return async (message, newsroom) => {
    const { kind, ...content } = message
    const language = languageOf(message, newsroom)
    const templates = templatesIn(language)
    const context = {
      ...(cleaned(content, language) as object),
      language,
      ...directionOf(language),
      newsroom: {
        name: cleaned(newsroom.name, language),
        publisher: cleaned(newsroom.publisher, language),
        address: cleaned(newsroom.address, language),
      },
      // The partial of styles has colours of topics, of which a message has none.
      topics: [],
    }
    const [html = ''] = await blocksOf(templates.mjml(kind, context), () => `templates/mail/${kind}.mjml.hbs`)
    return { html, text: templates.text(kind, context) }
  }
}

/** Every text in what a message says, what the program says in words, on one line and without marks of slots. */
function cleaned(value: unknown, language: string): unknown {
  if (typeof value === 'string') return oneLine(withoutMarks(value))
  if (Array.isArray(value)) return value.map((each) => cleaned(each, language))
  if (typeof value !== 'object' || value === null) return value
  if (isSaid(value)) return cleaned(sentence(language, value), language)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each, language)]))
}
