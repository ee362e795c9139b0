import { AppError, reasonOf } from '../core/errors.ts'
import { said, type Said } from '../core/said/said.ts'

const options = {
  validationLevel: 'strict',
  // Nothing is fetched for an e-mail: no fonts, no files.
  fonts: {},
  ignoreIncludes: true,
  keepComments: true,
  minify: false,
} as const

const sign = (index: number) => `<mj-raw><!--daywire ${index}--></mj-raw>`

/** Inserts marks between the blocks' MJML, at which `blocksOf` splits the HTML. */
export function withMarks(fragments: string[]): string {
  return fragments.map((fragment, index) => sign(index) + fragment).join('\n') + sign(fragments.length)
}

/**
 * What is wrong with the tags of a block's MJML, or null. MJML silently repairs such tags and drops what follows. Content from outside is
 * escaped, so all tags are the template's own.
 */
export function tagFault(fragment: string): Said | null {
  const open: string[] = []
  for (const [, closing, name, empty] of fragment.matchAll(/<(\/?)(mj[a-z-]*)\b[^>]*?(\/?)>/g)) {
    if (!closing && !empty) open.push(name ?? '')
    if (closing && open.pop() !== name) return said('tag-closes-nothing', { tag: name ?? '' })
  }
  return open.length > 0 ? said('tag-never-closed', { tag: open.at(-1) ?? '' }) : null
}

/** Takes a second and 150 MB, so a process that only serves pages does not load it. */
export const loadMjml = () => import('mjml')

/**
 * Converts an MJML document to HTML and splits it at the marks: what precedes the first, each block, and what follows the last. For faults,
 * `fileOf` returns the template of a block, or with null that of the layout.
 */
export async function blocksOf(mjml: string, fileOf: (index: number | null) => string): Promise<string[]> {
  const { default: mjml2html } = await loadMjml()
  let html: string
  try {
    html = (await mjml2html(mjml, options)).html
  } catch (cause) {
    throw new AppError('template-broken', mjmlFault(mjml, cause, fileOf), { cause })
  }
  return directed(html, mjml)
    .split(/<!--daywire \d+-->/)
    .map(compact)
}

/**
 * Sets the direction of the body, which webmail may extract, and the alignment of columns: MJML omits the one and always uses left for the
 * other.
 */
function directed(html: string, mjml: string): string {
  const direction = /^<mjml [^>]*\bdir="(ltr|rtl)"/.exec(mjml)?.[1]
  if (!direction) return html
  return html
    .replace('<body ', `<body dir="${direction}" `)
    .replaceAll('text-align:left;direction:rtl', 'text-align:right;direction:rtl')
}

/** Removes indentation and empty lines: a fifth of the bytes, without a visible difference. */
export function compact(html: string): string {
  return html
    .replace(/^\s+/gm, '')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .trimEnd()
    .concat('\n')
}

function mjmlFault(mjml: string, cause: unknown, fileOf: (index: number | null) => string): Said {
  const line = Number(/line (\d+)/i.exec(reasonOf(cause))?.[1] ?? 0)
  const before = mjml.split('\n').slice(0, line).join('\n')
  const last = [...before.matchAll(/<!--daywire (\d+)-->/g)].at(-1)?.[1]
  const where = fileOf(last === undefined ? null : Number(last))
  const why = reasonOf(cause)
    .replace(/^ValidationError:\s*/, '')
    .replace(/\s+/g, ' ')
    .trim()
  return said('fault-in', { place: where, why })
}
