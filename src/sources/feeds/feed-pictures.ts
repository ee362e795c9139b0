import type { MediaNs } from 'feedsmith'
import type { PictureLink } from '../../core/entities/story.ts'
import { htmlOfText } from './feed-entry.ts'
import { textOfHtml } from '../text/plain-text.ts'

/** Matches a path or address that ends in a picture's file name. */
export const pictureFile = /\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|$)/i

const words = (text: string | undefined): string | null =>
  text === undefined ? null : textOfHtml(text) || null

/** A picture with nothing but an address; empty without one. */
export function bare(url: string | undefined): PictureLink[] {
  return url ? [{ url, alt: null, caption: null, credit: null }] : []
}

/** Enclosures and attachments that are pictures, judged by type, otherwise by address. */
export function pictureFiles(files: { url?: string; type?: string }[] | undefined): PictureLink[] {
  const isPicture = (file: { url?: string; type?: string }): boolean =>
    file.type ? /^image\//i.test(file.type) : pictureFile.test(file.url ?? '')
  return (files ?? []).filter(isPicture).flatMap((file) => bare(file.url))
}

type Media = MediaNs.ItemOrFeed
type Content = MediaNs.Content

function isPicture(content: Content): boolean {
  if (content.medium) return content.medium.toLowerCase() === 'image'
  return content.type ? /^image\//i.test(content.type) : pictureFile.test(content.url ?? '')
}

/** The description of a video or picture in Media RSS, as HTML. */
export function mediaText(media: Media | undefined): string | undefined {
  const described = [media, ...(media?.groups ?? [])].map((each) => each?.description)
  const { value, type } = described.find((each) => each?.value) ?? {}
  return value === undefined || type === 'html' ? value : htmlOfText(value)
}

/** Pictures of Media RSS, widest first, then thumbnails; caption and credit come from the nearest element that has them. */
export function mediaPictures(media: Media | undefined): PictureLink[] {
  if (!media) return []
  const scopes = [media, ...(media.groups ?? [])]
  const described = (url: string, ...near: (Media | Content | undefined)[]): PictureLink => {
    const first = <T>(pick: (from: Media | Content) => T | undefined): T | undefined =>
      near.map((from) => from && pick(from)).find((value) => value !== undefined)
    return {
      url,
      alt: words(first((from) => from.title?.value)),
      caption: words(first((from) => from.description?.value)),
      credit: words(first((from) => from.credits?.[0]?.value ?? from.copyright?.value)),
    }
  }
  const contents = scopes
    .flatMap((scope) => (scope.contents ?? []).filter(isPicture).map((content) => ({ content, scope })))
    .sort((a, b) => (b.content.width ?? 0) - (a.content.width ?? 0))
    .flatMap(({ content, scope }) => (content.url ? [described(content.url, content, scope)] : []))
  const holders = scopes.flatMap((scope) => [scope, ...(scope.contents ?? [])])
  const thumbnails = holders
    .flatMap((holder) => (holder.thumbnails ?? []).map((thumbnail) => ({ thumbnail, holder })))
    .sort((a, b) => (b.thumbnail.width ?? 0) - (a.thumbnail.width ?? 0))
    .flatMap(({ thumbnail, holder }) => (thumbnail.url ? [described(thumbnail.url, holder)] : []))
  return [...contents, ...thumbnails]
}
