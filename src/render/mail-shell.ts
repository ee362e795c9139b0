import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Direction } from '../core/text/direction.ts'
import { preheaderPadding } from './preheader-padding.ts'
import type { Templates } from './templates.ts'

/** What a shell leaves open: texts that are escaped, and the rows of the mail's table. */
const places = ['language', 'title', 'preheader', 'rows'] as const
type Place = (typeof places)[number]

type Writing = Direction['direction']

/** What stands around the rows of every mail that is no digest: MJML's HTML for each way of writing, with marks in its places. */
type Shells = Record<Writing, string>

/** The shells as they are kept beside the templates, with the hash of the MJML that they were made from. */
export type KeptShells = Shells & { source: string }

/** Turns a document of MJML into HTML. */
export type CompileMjml = (mjml: string) => Promise<string>

/** Fills a shell; texts are to be escaped. */
export type FillShell = (writing: Writing, values: Record<Place, string>) => Promise<string>

/** The file that keeps them. */
export const shellsFile = (templatesDir: string): string => join(templatesDir, 'mail', 'shells.json')

// The signs are those of slots, which are taken out of everything that a mail says.
const marked = Object.fromEntries(places.map((place) => [place, `\uF8F0${place}\uF8F1`]))

/** The MJML of the shells, by way of writing. Throws `template-broken` naming the file. */
function mjmlOf(templates: Templates): Shells {
  const of = (direction: Writing): string =>
    // The partial of styles has colours of topics, of which a message has none.
    templates.mjml('layout', { ...marked, direction, padding: preheaderPadding, topics: [] })
  return { ltr: of('ltr'), rtl: of('rtl') }
}

const sourceOf = ({ ltr, rtl }: Shells): string => hash('sha256', ltr + rtl)

/** Makes the shells by MJML. Throws `template-broken` naming the file. */
export async function makeShells(templates: Templates, compile: CompileMjml): Promise<KeptShells> {
  const mjml = mjmlOf(templates)
  return { source: sourceOf(mjml), ltr: await compile(mjml.ltr), rtl: await compile(mjml.rtl) }
}

/** Those that are kept; null where there are none, or they were made from other templates. */
async function keptShells(templatesDir: string, templates: Templates): Promise<KeptShells | null> {
  const file = await readFile(shellsFile(templatesDir), 'utf8').catch(() => null)
  if (file === null) return null
  const kept = JSON.parse(file) as KeptShells
  return kept.source === sourceOf(mjmlOf(templates)) ? kept : null
}

/**
 * Fills the shells that are kept beside the templates, which needs no MJML; where the templates were changed since, they are made
 * anew once. Throws `template-broken` naming the file.
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
