import { absolute } from '../../../../core/links.ts'
import { escapeHtml } from '../../../../core/text/encode.ts'
import type { Context } from '../../../context.ts'
import { findNewsroom } from '../../../newsroom/find-digest.ts'

/**
 * What other sites show of a link to an edition (Open Graph), as HTML for its head: the subject, and the picture of the best story that has
 * one and was not withdrawn.
 */
export async function sharedAs(
  { store, settings, clock }: Pick<Context, 'store' | 'settings' | 'clock'>,
  editionId: number,
  path: string,
): Promise<string> {
  const edition = await store.editions.byId(editionId)
  const newsroom = await findNewsroom({ store })
  const name = newsroom?.name ?? 'Daywire'
  const { publicUrl } = settings
  const picture = await pictureOf({ store, clock }, editionId)
  const tags = {
    'og:type': 'article',
    'og:site_name': name,
    'og:title': edition?.subject ?? name,
    'og:url': publicUrl + path,
    ...(picture && {
      'og:image': absolute(publicUrl, picture.src),
      'og:image:width': String(picture.width),
      'og:image:height': String(picture.height),
      'og:image:alt': picture.alt,
    }),
  }
  return Object.entries(tags)
    .map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">\n`)
    .join('')
}

async function pictureOf({ store, clock }: Pick<Context, 'store' | 'clock'>, editionId: number) {
  const contents = await store.archive.contents(editionId)
  const entries = await store.archivedStories.byStoryIds(contents?.news ?? [], clock.now())
  const shown = new Map(
    entries.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ story }) => [story.storyId, story]),
  )
  const story = contents?.news.map((id) => shown.get(id)).find((one) => one?.picture)
  return story?.picture ? { ...story.picture.large, alt: story.picture.alt || story.headline } : null
}
