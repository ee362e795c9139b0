import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { longestOwnPage, ownPageNames, type OwnPages } from '../../../core/entities/own-pages.ts'
import { reasonOf } from '../../../core/errors.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** The Markdown files of a folder that are pages of the newsroom; what is wrong with them is added to the faults. */
export async function readOwnPages(folder: string, faults: Said[]): Promise<OwnPages> {
  const pages: OwnPages = {}
  for (const name of ownPageNames) {
    const file = join(folder, `${name}.md`)
    try {
      const text = await readFile(file, 'utf8')
      if (text.length <= longestOwnPage) pages[name] = text
      else faults.push(said('fault-in', { place: file, why: said('longer-than', { most: longestOwnPage }) }))
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') continue
      faults.push(said('cannot-read', { file, why: reasonOf(error) }))
    }
  }
  return pages
}
