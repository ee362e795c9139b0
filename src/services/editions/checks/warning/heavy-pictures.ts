import { said } from '../../../../core/said/said.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { Check } from '../check.ts'

/** Bytes; a phone on a slow connection needs seconds for a larger picture. */
const most = 250_000

/** Pictures on our server that are too large; the size of those on a source's server is unknown. */
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
