import { ownPageNames, type OwnPageName, type OwnPages } from '../../../core/entities/own-pages.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { htmlOfMarkdown } from './markdown.ts'

type Store = Pick<Repositories, 'newsroom'>

const settingOf = (name: OwnPageName): string => `page:${name}`

/** Writes pages; absent ones stay. False if nothing changed. */
export async function putOwnPages({ newsroom }: Store, pages: OwnPages): Promise<boolean> {
  let isChanged = false
  for (const name of ownPageNames) {
    const markdown = pages[name]
    if (markdown !== undefined && (await newsroom.putSetting(settingOf(name), markdown))) isChanged = true
  }
  return isChanged
}

/** The existing pages, as Markdown. */
export async function listOwnPages({ newsroom }: Store): Promise<OwnPages> {
  const pages: OwnPages = {}
  for (const name of ownPageNames) {
    const markdown = await newsroom.setting(settingOf(name))
    if (markdown !== null && markdown.trim() !== '') pages[name] = markdown
  }
  return pages
}

/** A page as readers see it; null if the newsroom has not written it. Its heading is the file's first, if the file begins with one. */
export async function showOwnPage(
  { store }: Pick<Context, 'store'>,
  name: OwnPageName,
): Promise<{ heading: string | null; html: string } | null> {
  const markdown = (await listOwnPages(store))[name]
  return markdown === undefined ? null : htmlOfMarkdown(markdown)
}
