import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { SourceOptions } from '../../../src/core/entities/sources/source.ts'
import { folderOf, serve } from '../setting.ts'

/**
 * Documents of every kind of source: `test/fixtures/kinds/<kind>/` with one for each of `situations`, and a
 * `source.json` if the kind needs options. A document may name other files of the folder by a path at the server's root.
 */
const fixtures = join(import.meta.dirname, '../../fixtures/kinds')
export const situations = ['normal', 'empty', 'broken', 'page', 'hostile'] as const
export type Situation = (typeof situations)[number]

/** Kinds that read local files, and so never use a server. */
export const local = new Set(['folder'])
const types: Record<string, string> = {
  '.html': 'text/html',
  '.xml': 'application/xml',
  '.json': 'application/json',
}

const folderFor = (kind: string): string => join(fixtures, kind)

export function fileFor(kind: string, situation: Situation): string {
  const name = readdirSync(folderFor(kind)).find((each) => each.startsWith(`${situation}.`))
  if (name === undefined) throw new Error(`no ${situation} in ${folderFor(kind)}`)
  return join(folderFor(kind), name)
}

export function optionsOf(kind: string): SourceOptions {
  const file = join(folderFor(kind), 'source.json')
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { options: SourceOptions }).options
    : {}
}

/** Where a document can be read by its kind: on a server, or in a folder. */
export async function placed(kind: string, document: Buffer, extension: string): Promise<string> {
  if (local.has(kind)) return folderOf({ [`story${extension}`]: document })
  return serve((request, response) => {
    const name = (request.url ?? '').slice(1)
    if (name === 'robots.txt') return void response.writeHead(404).end()
    const isBeside = /^[\w.-]+$/.test(name) && existsSync(join(folderFor(kind), name))
    response.setHeader('content-type', types[isBeside ? extname(name) : extension] ?? 'text/plain')
    response.end(isBeside ? readFileSync(join(folderFor(kind), name)) : document)
  })
}
