import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnPageName } from '../../../core/entities/own-pages.ts'
import { wordsOf, type Words } from '../../../wording/wording.ts'
import { contentHash } from './content-hash.ts'
import { formToken, openTemplates } from './templates.ts'

/** Pages made from `templates/pages`, and those of signing in from `templates/account/steps`; they are in English as yet. */
export interface Pages {
  /** A whole page; `title` stands in the tab, `context` is what the template sees. */
  render(name: string, title: string, context: object): string
  say: Words['say']
  style: { text: string; name: string }
  /** The script that finds out the browser's time zone. */
  zone: { text: string; name: string }
  /** The script that asks a browser for a passkey. */
  passkeys: { text: string; name: string; integrity: string }
}

/** Compiles the pages; every link in them begins with the path of the public URL, so that they work under every name of the host. */
export function openPages(
  templatesDir: string,
  path: string,
  ownPages: () => readonly OwnPageName[] = () => [],
): Pages {
  const folder = join(templatesDir, 'pages')
  const { say } = wordsOf('pages', 'en')
  const text = ['colors.css', 'pages/style.css']
    .map((file) => readFileSync(join(templatesDir, file), 'utf8'))
    .join('')
  const name = `style-${contentHash(text)}.css`
  const word = (key: string, options: { hash: Record<string, string> }) => say(key, options.hash)
  const script = readFileSync(join(templatesDir, 'account', 'passkeys.js'), 'utf8')
  const zone = readFileSync(join(folder, 'zone.js'), 'utf8')
  const fill = openTemplates([folder, join(templatesDir, 'account', 'steps')], {
    helpers: { word, formToken, url: (below: string) => path + below },
    partials: [join(folder, 'partials')],
  })
  return {
    say,
    style: { text, name },
    zone: { text: zone, name: `zone-${contentHash(zone)}.js` },
    passkeys: {
      text: script,
      name: `sign-in/passkeys-${contentHash(script)}.js`,
      integrity: `sha384-${createHash('sha384').update(script).digest('base64')}`,
    },
    render: (template, title, context) => {
      const body = fill(template, { newsroom: '', ...context })
      return fill('layout', {
        title,
        body,
        style: path + name,
        home: path,
        newsroom: '',
        script: '',
        isFramed: false,
        ownPages: ownPages().map((own) => ({ link: path + own, name: say(`page-${own}`) })),
        ...context,
      })
    },
  }
}
