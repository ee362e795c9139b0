import { absolute } from '../../../core/links.ts'
import type { ArchivedStory } from '../../../core/entities/archive/archive.ts'

/** What other sites show of a page that they link to (Open Graph), and what search engines read of it (schema.org, as JSON-LD). */
export interface SharedView {
  type: 'website' | 'article'
  picture: { src: string; width: number; height: number; alt: string } | null
  /** JSON that is safe in a script element; empty if there is none. */
  data: string
}

type Pictured = Pick<ArchivedStory, 'picture' | 'headline'>

/** The picture of the first of these that has one. */
export function sharedPicture(
  stories: readonly Pictured[],
  { publicUrl }: { publicUrl: string },
): SharedView['picture'] {
  const story = stories.find(({ picture }) => picture !== null)
  if (!story?.picture) return null
  const { large, alt } = story.picture
  const { src, width, height } = large
  return { src: absolute(publicUrl, src), width, height, alt: alt || story.headline }
}

/** JSON-LD for a script element: `<` is escaped so that nothing in it can end the element (HTML, 4.12.1.3). */
export function asData(data: object): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c')
}

/** The publisher's names, and the public URL. */
interface Publisher {
  newsroom: string
  publisher: string
  publicUrl: string
}

/** The publisher, for JSON-LD. */
export function publisherData({ newsroom, publisher, publicUrl }: Publisher): object {
  return {
    '@type': 'NewsMediaOrganization',
    name: newsroom,
    url: publicUrl,
    ...(publisher !== '' && { parentOrganization: { '@type': 'Organization', name: publisher } }),
  }
}
