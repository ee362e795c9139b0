import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wordsOf } from '../../../wording/wording.ts'
import { openTemplates } from './templates.ts'
import { contentHash } from './content-hash.ts'

interface HelperOptions {
  hash: Record<string, string>
  data: { root: { language: string } }
}

/** The public reading pages, rendered from `templates/reading`, each in the language that its view names. */
export interface Reading {
  /** A whole page: the template's body in the layout. */
  render(name: string, view: ReadingView & Record<string, unknown>): string
  style: { text: string; name: string }
}

/** What the layout needs, in addition to what the template needs. */
export interface ReadingView {
  /** BCP 47. */
  language: string
  title: string
}

/** Compiles them; every internal link begins with the path of the public URL. */
export function openReading(templatesDir: string, path: string): Reading {
  const folder = join(templatesDir, 'reading')
  const text = readFileSync(join(folder, 'reading.css'), 'utf8')
  const wordsIn = (place: 'pages' | 'mail') => (key: string, options: HelperOptions) =>
    wordsOf(place, options.data.root.language).say(key, options.hash)
  const fill = openTemplates([folder], {
    helpers: {
      word: wordsIn('pages'),
      // Words shared with e-mails.
      mailWord: wordsIn('mail'),
      url: (below: string) => path + below,
    },
    // The sign-up form is the same as on its own page.
    partials: [join(folder, 'partials'), join(templatesDir, 'pages', 'partials')],
  })
  return {
    style: { text, name: `reading-${contentHash(text)}.css` },
    render: (name, view) => fill('layout', { ...view, body: fill(name, view) }),
  }
}
