import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Handlebars from 'handlebars'
import { AppError } from '../../../core/errors.ts'
import { formTokenField } from '../forms/form-token.ts'
import { said } from '../../../core/said/said.ts'

type Helper = (...args: never[]) => unknown

/** Renders a template of a folder by its name; every value is escaped. Throws `template-broken` for an unknown one. */
export type FillTemplate = (name: string, context: object) => string

const partialsFolder = 'partials'

/** Templates by name, from all subfolders. */
const templatesIn = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs') && dirname(file) !== partialsFolder)
      .map((file) => [basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8')]),
  )

/** Compiles the templates of some folders and their subfolders in strict mode: a missing value is an error. */
export function openTemplates(
  folders: readonly string[],
  { helpers, partials }: { helpers: Record<string, Helper>; partials: readonly string[] },
): FillTemplate {
  const own = Handlebars.create()
  for (const [name, helper] of Object.entries(helpers))
    own.registerHelper(name, helper as Handlebars.HelperDelegate)
  for (const folder of partials)
    for (const [name, text] of templatesIn(folder))
      own.registerPartial(name, own.compile(text, { strict: true }))
  const compiled = new Map(
    folders
      .flatMap((folder) => [...templatesIn(folder)])
      .map(([name, text]) => [name, own.compile<object>(text, { strict: true })]),
  )
  return (name, context) => {
    const made = compiled.get(name)
    if (!made)
      throw new AppError(
        'template-broken',
        said('is-missing', { file: `${join(folders[0] ?? '', name)}.hbs` }),
      )
    return made(context)
  }
}

/** The hidden field of each form for a person who is signed in. */
export const formToken = (token: string): Handlebars.SafeString =>
  new Handlebars.SafeString(
    `<input type="hidden" name="${formTokenField}" value="${Handlebars.escapeExpression(token)}">`,
  )
