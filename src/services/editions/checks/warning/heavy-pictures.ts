import { said } from '../../../../core/said/said.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { Check } from '../check.ts'

/** Bytes of a picture, beyond which a phone on a slow line shows an empty place for seconds. */
const most = 250_000

/** Pictures of ours that are too heavy; those that a source's server gives are of a size that nobody knows. */
export const heavyPictures: Check = {
  name: 'heavy-pictures',
  severity: 'warn',
  async find({ sheet: { news } }, { store }) {
    const pictures = news.flatMap(({ storyId, headline, picture }) =>
      picture ? [{ storyId, headline, hashes: hashesIn(`${picture.large.src} ${picture.thumb.src}`) }] : [],
    )
    const sizes = await store.media.sizes(pictures.flatMap(({ hashes }) => hashes))
    return pictures.flatMap(({ storyId, headline, hashes }): CheckFinding[] => {
      const bytes = Math.max(0, ...hashes.map((hash) => sizes.get(hash) ?? 0))
      const place = { kind: 'story', story: storyId, field: 'picture' } as const
      return bytes > most ? [{ place, ...said('picture-heavy', { headline, bytes, most }) }] : []
    })
  },
}

const hashesIn = (text: string): string[] =>
  [...text.matchAll(/media\/([0-9a-f]{32})/g)].map(([, hash]) => hash ?? '')
