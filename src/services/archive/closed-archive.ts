import { editionPath } from '../../core/links.ts'
import type { Context } from '../context.ts'

type Deps = Pick<Context, 'store' | 'settings'>

/** Whether the public may read the edition at a path: any or, while the archive is closed, the newest of its digest. */
export async function isEditionOpen({ store, settings }: Deps, path: string): Promise<boolean> {
  if (!settings.isArchiveClosed) return true
  const newest = await newestEditions(store)
  return newest.some((edition) => editionPath(edition) === path)
}

/** The same for the page of a story: while the archive is closed, one of the newest editions has to show it. */
export async function isStoryOpen({ store, settings }: Deps, storyId: number): Promise<boolean> {
  if (!settings.isArchiveClosed) return true
  for (const { id } of await newestEditions(store)) {
    const contents = await store.archive.contents(id)
    if (contents && [contents.news, contents.analyses, contents.corrections].flat().includes(storyId))
      return true
  }
  return false
}

async function newestEditions(store: Deps['store']) {
  const digests = await store.digests.list()
  return (await Promise.all(digests.map(({ id }) => store.archivedEditions.newest(1, id)))).flat()
}
