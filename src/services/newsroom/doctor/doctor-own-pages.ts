import { ownPageNames } from '../../../core/entities/own-pages.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { listOwnPages } from '../own-pages/own-pages.ts'
import { fine, note, type Finding } from './finding.ts'
import { isPlaceholder } from './placeholders.ts'

/** Whether the newsroom has a privacy notice and an imprint of its own. */
export async function aboutOwnPages({ store }: Pick<Context, 'store'>): Promise<Finding[]> {
  const pages = await listOwnPages(store)
  return ownPageNames.map((name) => {
    const about = said('about-own-page', { page: name })
    const markdown = pages[name]
    if (markdown === undefined) return note(about, said('found-no-own-page', { file: `pages/${name}.md` }))
    if (isPlaceholder(markdown))
      return note(about, said('found-own-page-unfinished', { file: `pages/${name}.md` }))
    return fine(about, said('found-own-page'))
  })
}
