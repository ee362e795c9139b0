import { block, type Block, type Cut, type Sheet } from '../core/entities/sheet.ts'
import type { VariantSlot } from '../core/text/slots.ts'
import { AppError } from '../core/errors.ts'
import { blockJobs } from './block-list.ts'
import { blocksOf, tagFault, withMarks } from './block-html.ts'
import { compileShell } from './compile-shell.ts'
import { preheaderPadding } from './preheader-padding.ts'
import { messageRenderer, type RenderMessage } from './render-message.ts'
import { tombstoneMaker, type Tombstone } from './tombstone.ts'
import { openTemplates, type Templates } from './templates.ts'
import { typeset } from './typeset.ts'
import { variantValues } from './values.ts'
import { sheetView } from './view.ts'
import { wordsOf, type Words } from '../wording/wording.ts'
import { said } from '../core/said/said.ts'

export interface Renderer {
  /** Announces that an edition will be rendered soon, so that a rendering thread is started. */
  ready(): void
  /** Renders all blocks of a sheet; MJML runs once. Throws `template-broken` with the file's name. */
  digest(sheet: Sheet): Promise<Block[]>
  /** Renders an e-mail that is not an edition. Throws `template-broken` with the file's name. */
  message: RenderMessage
  /** The part of a web page that says that a story was withdrawn. Throws `template-broken` with the file's name. */
  tombstone: Tombstone
  /** A text for readers, with the quotation marks and spaces of its language. */
  typeset(text: string, language: string): string
  /** The values of slots that are filled once for each variant. */
  values(sheet: Sheet, cut: Extract<Cut, { ok: true }>): Record<VariantSlot, string>
}

/** Opens the templates of a folder; they are read on first use, and those of digests again for each edition. */
export function openRenderer({ templatesDir }: { templatesDir: string }): Renderer {
  return {
    ready: () => undefined,
    async digest(sheet) {
      const words = wordsOf('mail', sheet.digest.language)
      const templates = openTemplates(templatesDir, words, sheet.digest.template)
      return allBlocks(sheet, words, templates)
    },
    message: messageRenderer(templatesDir, compileShell),
    tombstone: tombstoneMaker(templatesDir),
    typeset,
    values: (sheet, cut) => variantValues(sheet, cut, wordsOf('mail', sheet.digest.language)),
  }
}

/** Fills a template. Throws if its tags are not properly nested. */
function filled(templates: Templates, template: string, context: object): string {
  const mjml = templates.mjml(template, context)
  const fault = tagFault(mjml)
  if (fault !== null)
    throw new AppError(
      'template-broken',
      said('fault-in', { place: templates.mjmlFile(template), why: fault }),
    )
  return mjml
}

async function allBlocks(sheet: Sheet, words: Words, templates: Templates): Promise<Block[]> {
  const jobs = blockJobs(sheet, words)
  const fragments = jobs.map((job) => filled(templates, job.template, job.context))
  const context = { ...sheetView(sheet, words), blocks: withMarks(fragments), padding: preheaderPadding }
  const mjml = filled(templates, 'layout', context)
  const [head = '', ...rest] = await blocksOf(mjml, (index) =>
    templates.mjmlFile((index === null ? undefined : jobs[index]?.template) ?? 'layout'),
  )
  if (rest.length !== jobs.length + 1)
    throw new AppError(
      'template-broken',
      said('fault-in', { place: templates.mjmlFile('layout'), why: said('blocks-lost') }),
    )
  const blocks = jobs.map((job, index) => ({
    key: job.key,
    html: rest[index] ?? '',
    text: templates.text(job.template, job.context),
  }))
  return [
    { key: block.head, html: head, text: '' },
    ...blocks,
    { key: block.tail, html: rest.at(-1) ?? '', text: '' },
  ]
}
