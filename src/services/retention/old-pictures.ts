import { setImmediate as turn } from 'node:timers/promises'
import type { KeptPicture } from '../../core/entities/stories/pictures.ts'
import type { Context } from '../context.ts'
import { terms } from './terms.ts'

type Deps = Pick<Context, 'store'>

/** Pictures that nothing has shown for long enough that they may be deleted. */
export async function countPictures({ store }: Deps, now: Temporal.Instant): Promise<number> {
  const shown = await shownNow({ store })
  const before = now.subtract(terms.pictures)
  let count = 0
  for await (const page of pages({ store }))
    count += page.filter((picture) => !shown.has(picture.hash) && isUnshownSince(picture, before)).length
  return count
}

/**
 * Deletes pictures that nothing has shown for the term, counted from when this was first noticed: e-mails and stored blocks may show what
 * no story, edition or profile does any more.
 */
export async function deletePictures(
  { store }: Deps,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  const shown = await shownNow({ store })
  const before = now.subtract(terms.pictures)
  let all = 0
  for await (const page of pages({ store })) {
    signal.throwIfAborted()
    const unshown = page.filter(({ hash }) => !shown.has(hash))
    const again = page.filter(({ hash, unshownSince }) => shown.has(hash) && unshownSince !== null)
    const first = unshown.filter(({ unshownSince }) => unshownSince === null)
    const gone = unshown.filter((picture) => isUnshownSince(picture, before))
    all += await store.transaction(async (tx) => {
      await tx.oldMedia.markUnshown(hashesOf(again), null)
      await tx.oldMedia.markUnshown(hashesOf(first), now)
      return tx.oldMedia.delete(hashesOf(gone), before)
    })
  }
  return all
}

function isUnshownSince({ unshownSince }: KeptPicture, before: Temporal.Instant): boolean {
  return unshownSince !== null && Temporal.Instant.compare(unshownSince, before) < 0
}

const hashesOf = (media: { hash: string }[]): string[] => media.map(({ hash }) => hash)

async function* pages({ store }: Deps) {
  for (let page = await store.oldMedia.page(''); page.length > 0;) {
    yield page
    await turn()
    page = await store.oldMedia.page(page.at(-1)?.hash ?? '')
  }
}

async function shownNow({ store }: Deps): Promise<Set<string>> {
  const shown = new Set(await store.oldMedia.inProfiles())
  for (const read of [store.oldMedia.inStories, store.oldMedia.inEdition, store.oldMedia.inWebVersion])
    for (let page = await read(0); page; page = await read(page.last)) {
      for (const hash of page.hashes) shown.add(hash)
      await turn()
    }
  return shown
}
