import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Handlebars from 'handlebars'
import { AppError } from '../../core/errors.ts'
import { wordsOf } from '../../wording/wording.ts'
import { formTokenField } from './form-token.ts'

/** Pages made from `templates/pages`; they are in English as yet. */
export interface Pages {
  /** A whole page; `title` stands in the tab, `context` is what the template sees. */
  render(name: string, title: string, context: object): string
  say(key: string, values?: Record<string, string | number>): string
  style: { text: string; name: string }
}

/** Compiles the pages; every link in them begins with the path of the public URL, so that they work under every name of the host. */
export function openPages(templatesDir: string, path: string): Pages {
  const folder = join(templatesDir, 'pages')
  const { say } = wordsOf('pages', 'en')
  const styleText = readFileSync(join(folder, 'style.css'), 'utf8')
  const name = `style-${createHash('sha256').update(styleText).digest('hex').slice(0, 12)}.css`
  const own = Handlebars.create()
  own.registerHelper('word', (key: string, options: { hash: Record<string, string> }) =>
    say(key, options.hash),
  )
  own.registerHelper('url', (below: string) => path + below)
  own.registerHelper(
    'formToken',
    (token: string) =>
      new Handlebars.SafeString(
        `<input type="hidden" name="${formTokenField}" value="${Handlebars.escapeExpression(token)}">`,
      ),
  )
  const compiled = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [
        basename(file, '.hbs'),
        own.compile<object>(readFileSync(join(folder, file), 'utf8'), { strict: true }),
      ]),
  )
  const fill = (template: string, context: object): string => {
    const made = compiled.get(template)
    if (!made) throw new AppError('template-broken', `templates/pages/${template}.hbs is missing`)
    return made(context)
  }
  return {
    say,
    style: { text: styleText, name },
    render: (template, title, context) => {
      const body = fill(template, { newsroom: '', ...context })
      return fill('layout', {
        title,
        body,
        style: path + name,
        home: path,
        newsroom: '',
        ...context,
      })
    },
  }
}
