import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnPageName } from '../../../core/entities/own-pages.ts'
import type { Words } from '../../../wording/wording.ts'
import { contentHash } from './content-hash.ts'
import { pageWords, type PageWords } from './page-words.ts'
import { formToken, openTemplates } from './templates.ts'

/** Pages in one language, or in English if it has no words. */
export interface PagesIn {
  /** The language that its words are in (BCP 47). */
  language: string
  /** A whole page; `title` is shown in the browser tab, `context` is passed to the template. */
  render(name: string, title: string, context: object): string
  say: Words['say']
  list: PageWords['list']
}

/** Pages rendered from `templates/pages`, and those of signing in from `templates/account/steps`; in English unless `in` is used. */
export interface Pages extends PagesIn {
  /** The same in the language of a reader, digest or newsroom (BCP 47). */
  in(language: string): PagesIn
  style: { text: string; name: string }
  /** The script that detects the browser's time zone. */
  zone: { text: string; name: string }
  /** The script of the sign-up form, which solves its challenge, and its worker. */
  challenge: { text: string; name: string }
  challengeWorker: { text: string; name: string }
  /** The script that asks a browser for a passkey. */
  passkeys: { text: string; name: string; integrity: string }
}

interface HelperOptions {
  hash: Record<string, string>
  data: { root: { language: string } }
}

/** What every page shows of the newsroom. */
interface Said {
  name(): string
  ownPages(): readonly OwnPageName[]
}

const unknown: Said = { name: () => '', ownPages: () => [] }

/** Compiles the pages; every link in them begins with the path of the public URL, so that they work under every name of the host. */
export function openPages(templatesDir: string, path: string, newsroom: Said = unknown): Pages {
  const folder = join(templatesDir, 'pages')
  const text = ['colors.css', 'pages/style.css']
    .map((file) => readFileSync(join(templatesDir, file), 'utf8'))
    .join('')
  const name = `style-${contentHash(text)}.css`
  const word = (key: string, { hash, data }: HelperOptions) => pageWords(data.root.language).say(key, hash)
  const script = readFileSync(join(templatesDir, 'account', 'passkeys.js'), 'utf8')
  const scriptOf = (kind: string) => {
    const source = readFileSync(join(folder, `${kind}.js`), 'utf8')
    return { text: source, name: `${kind}-${contentHash(source)}.js` }
  }
  const fill = openTemplates([folder, join(templatesDir, 'account', 'steps')], {
    helpers: { word, formToken, url: (below: string) => path + below },
    partials: [join(folder, 'partials')],
  })
  const pagesIn = (asked: string): PagesIn => {
    const { language, direction, say, list } = pageWords(asked)
    return {
      language,
      say,
      list,
      render: (template, title, context) => {
        const view = { newsroom: newsroom.name(), ...context, language, direction }
        return fill('layout', {
          title,
          style: path + name,
          home: path,
          script: '',
          isFramed: false,
          ownPages: newsroom.ownPages().map((own) => ({ link: path + own, name: say(`page-${own}`) })),
          ...view,
          body: fill(template, view),
        })
      },
    }
  }
  return {
    ...pagesIn('en'),
    in: pagesIn,
    style: { text, name },
    zone: scriptOf('zone'),
    challenge: scriptOf('challenge'),
    challengeWorker: scriptOf('challenge-worker'),
    passkeys: {
      text: script,
      name: `sign-in/passkeys-${contentHash(script)}.js`,
      integrity: `sha384-${createHash('sha384').update(script).digest('base64')}`,
    },
  }
}
