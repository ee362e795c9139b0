import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Direction } from '../core/text/direction.ts'
import { preheaderPadding } from './preheader-padding.ts'
import type { Templates } from './templates.ts'

/** The placeholders of a shell: escaped texts, and the rows of the e-mail's table. */
const places = ['language', 'title', 'preheader', 'rows'] as const
type Place = (typeof places)[number]

type Writing = Direction['direction']

/** The layout around the rows of each e-mail that is not an edition: HTML from MJML for each direction, with marks as placeholders. */
type Shells = Record<Writing, string>

/** The shells as stored next to the templates, with the hash of their MJML. */
export type KeptShells = Shells & { source: string }

/** Converts an MJML document to HTML. */
export type CompileMjml = (mjml: string) => Promise<string>

/** Fills a shell; texts must be escaped. */
export type FillShell = (writing: Writing, values: Record<Place, string>) => Promise<string>

/** The file in which they are stored. */
export const shellsFile = (templatesDir: string): string => join(templatesDir, 'mail', 'shells.json')

// The delimiters are those of slots, which are removed from all content of e-mails.
const marked = Object.fromEntries(places.map((place) => [place, `\uF8F0${place}\uF8F1`]))

/** The MJML of the shells, by direction. Throws `template-broken` with the file's name. */
function mjmlOf(templates: Templates): Shells {
  const of = (direction: Writing): string =>
    // The partial for styles uses the topics' colours, which these e-mails don't have.
    templates.mjml('layout', { ...marked, direction, padding: preheaderPadding, topics: [] })
  return { ltr: of('ltr'), rtl: of('rtl') }
}

const sourceOf = ({ ltr, rtl }: Shells): string => hash('sha256', ltr + rtl)

/** Creates the shells with MJML. Throws `template-broken` with the file's name. */
export async function makeShells(templates: Templates, compile: CompileMjml): Promise<KeptShells> {
  const mjml = mjmlOf(templates)
  return { source: sourceOf(mjml), ltr: await compile(mjml.ltr), rtl: await compile(mjml.rtl) }
}

/** The stored shells; null if there are none, or they were made from other templates. */
async function keptShells(templatesDir: string, templates: Templates): Promise<KeptShells | null> {
  const file = await readFile(shellsFile(templatesDir), 'utf8').catch(() => null)
  if (file === null) return null
  const kept = JSON.parse(file) as KeptShells
  return kept.source === sourceOf(mjmlOf(templates)) ? kept : null
}

/**
 * Fills the shells stored next to the templates, which needs no MJML; if the templates have changed since, the shells are created once.
 * Throws `template-broken` with the file's name.
 */
export function openShells(
  templatesDir: string,
  openTemplates: () => Templates,
  compile: CompileMjml,
): FillShell {
  let opening: Promise<Shells> | null = null
  const open = async (): Promise<Shells> => {
    const templates = openTemplates()
    return (await keptShells(templatesDir, templates)) ?? makeShells(templates, compile)
  }
  return async (writing, values) => {
    opening ??= open()
    const shells = await opening.catch((error: unknown) => {
      opening = null
      throw error
    })
    return shells[writing].replace(/\uF8F0(\w+)\uF8F1/g, (_, place: Place) => values[place])
  }
}
