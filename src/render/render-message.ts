import { contactOf } from '../core/entities/contact.ts'
import { languageOf, type TemplatedContent } from '../core/entities/message.ts'
import type { Newsroom } from '../core/entities/newsroom.ts'
import { withoutMarks } from '../core/text/slots.ts'
import { isSaid } from '../core/said/said.ts'
import { oneLine } from '../core/text/text.ts'
import { directionOf } from '../core/text/direction.ts'
import { escapeHtml } from '../core/text/encode.ts'
import { compact } from './block-html.ts'
import { openShells, type CompileMjml } from './mail-shell.ts'
import { openTemplates, type Templates } from './templates.ts'
import { sentence, wordsOf } from '../wording/wording.ts'

export type RenderMessage = (
  content: TemplatedContent,
  newsroom: Newsroom,
) => Promise<{ html: string; text: string }>

/**
 * Renders messages with the templates of their kind in their language, compiling the templates once. The surrounding shells are prepared,
 * so that a process's first e-mail need not load MJML.
 */
export function messageRenderer(templatesDir: string, compile: CompileMjml): RenderMessage {
  const compiled = new Map<string, Templates>()
  const templatesIn = (language: string): Templates =>
    compiled.getOrInsertComputed(language, () =>
      openTemplates(templatesDir, wordsOf('mail', language), 'mail'),
    )
  // Shells contain no words, so any language will do.
  const fill = openShells(templatesDir, () => templatesIn('en'), compile)
  return async (message, newsroom) => {
    const { kind, ...content } = message
    const language = languageOf(message, newsroom)
    const templates = templatesIn(language)
    const said = cleaned(content, language) as Shown
    const context = {
      ...said,
      language,
      ...directionOf(language),
      name: said.digest ?? cleaned(newsroom.name, language),
      newsroom: {
        name: cleaned(newsroom.name, language),
        publisher: cleaned(newsroom.publisher, language),
        address: cleaned(newsroom.address, language),
        contact: cleaned(contactOf(newsroom), language),
      },
    }
    const rows = compact(templates.html(kind, context)).trimEnd()
    const html = await fill(context.direction, {
      language: escapeHtml(language),
      title: escapeHtml(said.subject),
      preheader: escapeHtml(said.lead),
      rows,
    })
    return { html, text: templates.text(kind, context) }
  }
}

/** The texts that every message has. */
interface Shown {
  subject: string
  lead: string
  digest?: string
}

/** All texts of a message, including the program's own as sentences, on one line and without slot marks. */
function cleaned(value: unknown, language: string): unknown {
  if (typeof value === 'string') return oneLine(withoutMarks(value))
  if (Array.isArray(value)) return value.map((each) => cleaned(each, language))
  if (typeof value !== 'object' || value === null) return value
  if (isSaid(value)) return cleaned(sentence(language, value), language)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each, language)]))
}
