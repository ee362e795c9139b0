import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Handlebars from 'handlebars'
import { AppError, reasonOf } from '../core/errors.ts'
import { isSlot, mark } from '../core/text/slots.ts'
import { wrapped } from '../core/text/wrap.ts'
import { registerStyles } from './styles.ts'
import type { Words } from '../wording/wording.ts'
import { said } from '../core/said/said.ts'

/** Compiled templates; `name` is a file's name without `.mjml.hbs`, `.html.hbs` or `.txt.hbs`, in any subfolder. */
export interface Templates {
  mjml(name: string, context: object): string
  html(name: string, context: object): string
  text(name: string, context: object): string
  /** The MJML file of a name. */
  mjmlFile(name: string): string
}

type Kind = 'mjml' | 'html' | 'txt'

interface Template {
  file: string
  fill(context: object): string
}

/** Compiles the templates of the folder `name` with the partials. Throws `template-broken` with the file's name. */
export function openTemplates(templatesDir: string, words: Words, name: string): Templates {
  const html = environment(words)
  registerStyles(html, join(templatesDir, 'digest', 'styles.json'))
  const text = environment(words)
  for (const { name, source } of sources(join(templatesDir, 'partials'), '.hbs'))
    html.registerPartial(name, source.trimEnd())
  const folder = join(templatesDir, name)
  const compiled = {
    mjml: compileAll(html, folder, '.mjml.hbs', false),
    html: compileAll(html, folder, '.html.hbs', false),
    txt: compileAll(text, folder, '.txt.hbs', true),
  }
  const find = (kind: Kind, name: string): Template => {
    const template = compiled[kind].get(name)
    if (template) return template
    throw new AppError('template-broken', said('is-missing', { file: join(folder, `${name}.${kind}.hbs`) }))
  }
  const render = (kind: Kind, name: string, context: object): string => {
    const { file, fill } = find(kind, name)
    try {
      return fill(context)
    } catch (cause) {
      throw new AppError('template-broken', said('fault-in', { place: file, why: reasonOf(cause) }), {
        cause,
      })
    }
  }
  // Restores “=” in links, which Handlebars escapes for unquoted attributes, because some relays rewrite links without decoding them.
  const markup = (kind: 'mjml' | 'html') => (name: string, context: object) =>
    render(kind, name, context).replaceAll('&#x3D;', '=')
  return {
    mjml: markup('mjml'),
    html: markup('html'),
    text: (name, context) => render('txt', name, context),
    mjmlFile: (name) => find('mjml', name).file,
  }
}

type HelperOptions = { hash: Record<string, string> }

/** The helpers of all templates: fixed words, slots, and line breaking. */
function environment(words: Words): typeof Handlebars {
  const own = Handlebars.create()
  own.registerHelper('word', (key: string, { hash }: HelperOptions) => words.say(key, hash))
  own.registerHelper('slot', (name: string) => {
    if (!isSlot(name)) throw new Error(`there is no slot “${name}”`)
    return new Handlebars.SafeString(mark(name))
  })
  own.registerHelper('upper', (text: string) => text.toLocaleUpperCase())
  own.registerHelper('capital', (text: string) => text.replace(/^./u, (letter) => letter.toLocaleUpperCase()))
  own.registerHelper('wrap', (...given: unknown[]) => {
    const { hash } = given.pop() as { hash: { indent?: number } }
    return wrapped(given.join(''), hash.indent ?? 0)
  })
  return own
}

const options = { strict: true, preventIndent: true }

/** The templates in a folder and its subfolders with a suffix, each checked to be valid Handlebars. */
function sources(folder: string, ending: string): { name: string; file: string; source: string }[] {
  return filesOf(folder, ending).map((file) => {
    try {
      const source = readFileSync(file, 'utf8')
      Handlebars.precompile(source, options)
      return { name: basename(file, ending), file, source }
    } catch (cause) {
      throw new AppError('template-broken', said('fault-in', { place: file, why: reasonOf(cause) }), {
        cause,
      })
    }
  })
}

function filesOf(folder: string, ending: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(ending))
      .map((file) => join(folder, file))
  } catch (cause) {
    throw new AppError('template-broken', said('cannot-read', { file: folder, why: reasonOf(cause) }), {
      cause,
    })
  }
}

function compileAll(
  own: typeof Handlebars,
  folder: string,
  ending: string,
  noEscape: boolean,
): Map<string, Template> {
  return new Map(
    sources(folder, ending).map(({ name, file, source }) => [
      name,
      { file, fill: own.compile<object>(source, { ...options, noEscape }) },
    ]),
  )
}
