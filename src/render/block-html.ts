import { AppError, reasonOf } from '../core/errors.ts'
import { said, type Said } from '../core/said/said.ts'

const options = {
  validationLevel: 'strict',
  // The machine fetches nothing for a mail: no fonts, no files.
  fonts: {},
  ignoreIncludes: true,
  keepComments: true,
  minify: false,
} as const

const sign = (index: number) => `<mj-raw><!--daywire ${index}--></mj-raw>`

/** Sets marks between the blocks' MJML, so that `blocksOf` finds them again in the HTML. */
export function withMarks(fragments: string[]): string {
  return fragments.map((fragment, index) => sign(index) + fragment).join('\n') + sign(fragments.length)
}

/**
 * What is wrong with the tags of a block's MJML, or null. MJML mends such tags in silence, and swallows what follows;
 * what came from outside is escaped, so each tag is the template's own.
 */
export function tagFault(fragment: string): Said | null {
  const open: string[] = []
  for (const [, closing, name, empty] of fragment.matchAll(/<(\/?)(mj[a-z-]*)\b[^>]*?(\/?)>/g)) {
    if (!closing && !empty) open.push(name ?? '')
    if (closing && open.pop() !== name) return said('tag-closes-nothing', { tag: name ?? '' })
  }
  return open.length > 0 ? said('tag-never-closed', { tag: open.at(-1) ?? '' }) : null
}

/** Takes a second and 150 MB, which whoever only serves pages does without. */
export const loadMjml = () => import('mjml')

/**
 * Turns one document of MJML into HTML, and takes it apart at the marks: what stands before the first, each block, what comes after the last.
 * `fileOf` gives the template of a block, or that of what stands around all, for a fault.
 */
export async function blocksOf(mjml: string, fileOf: (index: number | null) => string): Promise<string[]> {
  // MJML takes 145 MB: only a process that renders pays for it.
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

/** MJML leaves the body, which webmail may keep alone, without its direction, and aligns every column left. */
function directed(html: string, mjml: string): string {
  const direction = /^<mjml [^>]*\bdir="(ltr|rtl)"/.exec(mjml)?.[1]
  if (!direction) return html
  return html
    .replace('<body ', `<body dir="${direction}" `)
    .replaceAll('text-align:left;direction:rtl', 'text-align:right;direction:rtl')
}

/** Indentation and empty lines out: a fifth of the bytes, and none that a reader sees. */
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
