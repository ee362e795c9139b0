import { createHash } from 'node:crypto'
import type { LinkCheck } from '../../../../core/entities/editions/link-check.ts'
import type { Sheet } from '../../../../core/entities/sheet.ts'

/** A link that a story of an edition shows. */
export interface StoryLink extends Pick<LinkCheck, 'key' | 'link'> {
  story: number
  headline: string
}

/** Links of one edition that are checked, in the order of its stories. */
const mostLinks = 200

/** The links to other sites in an edition's stories, without repeats: first each story's own, then those of further reports. */
export function linksOf({ news, analyses, publicUrl }: Sheet): StoryLink[] {
  const items = [...news, ...analyses]
  const all = [
    ...items.map(({ storyId, headline, link }) => ({ story: storyId, headline, link })),
    ...items.flatMap(({ storyId, headline, also }) =>
      also.map(({ link }) => ({ story: storyId, headline, link })),
    ),
  ]
  const found = new Map<string, StoryLink>()
  for (const { story, headline, link: written } of all) {
    const link = withoutFragment(written)
    if (link === null || link.startsWith(publicUrl)) continue
    const key = createHash('sha256').update(link).digest('hex')
    if (!found.has(key)) found.set(key, { key, link, story, headline })
  }
  return [...found.values()].slice(0, mostLinks)
}

/** A URL as it is requested: its fragment is for the browser only (RFC 9110, 7.1). */
function withoutFragment(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null
  const url = new URL(link)
  if (!/^https?:$/.test(url.protocol)) return null
  url.hash = ''
  return url.href
}
