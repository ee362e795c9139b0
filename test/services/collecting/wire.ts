import type { RequestListener, ServerResponse } from 'node:http'
import sharp from 'sharp'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addSource } from '../../../src/services/collecting/managing/add-source.ts'
import type { SourceOptions } from '../../../src/core/entities/sources/source.ts'
import { serve } from '../../sources/setting.ts'
import type { TestNewsroom } from '../newsroom.ts'

/** An item of a wire, with the path of its picture. */
export interface WireItem {
  id: string
  title: string
  /** An instant. */
  date?: string
  picture?: string
}

/** A wire whose feed and pictures are served by a test. */
export interface Wire {
  /** The current items of its feed. */
  lists(items: WireItem[]): void
  /** Serves everything except the feed, and the feed if it returns true. */
  answers(answer: (path: string, response: ServerResponse) => boolean): void
  /** Requested paths, in order. */
  asked: string[]
  /** Resolves when this path is requested. */
  untilAsked(path: string): Promise<void>
}

/** A small picture, a different file for each colour. */
export const picture = (red: number): Promise<Buffer> =>
  sharp({ create: { width: 120, height: 90, channels: 3, background: { r: red, g: 40, b: 60 } } })
    .jpeg()
    .toBuffer()

const feedOf = (place: string, items: WireItem[]): string =>
  `<rss version="2.0"><channel><title>Wire</title>${items
    .map(
      ({ id, title, date = '2026-11-09T06:00:00Z', picture: path }) =>
        `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://wire.example.org/${id}</link><pubDate>${date}</pubDate>${path ? `<enclosure url="${place}${path}" type="image/jpeg" length="1"/>` : ''}</item>`,
    )
    .join('')}</channel></rss>`

/** Adds a wire of this name to a newsroom, read from this test's own server. */
export async function wireOf(room: TestNewsroom, name = 'Wire', options: SourceOptions = {}): Promise<Wire> {
  let items: WireItem[] = []
  let answer = (_path: string, _response: ServerResponse): boolean => false
  const asked: string[] = []
  const waiting = new Map<string, () => void>()
  const listener: RequestListener = ({ url: path = '' }, response) => {
    asked.push(path)
    waiting.get(path)?.()
    if (answer(path, response)) return
    if (path !== '/feed.xml') response.writeHead(404).end()
    else
      response
        .writeHead(200, { 'content-type': 'application/rss+xml', etag: '"1"' })
        .end(feedOf(place, items))
  }
  const place = await serve(listener)
  const location = `${place}/feed.xml`
  const traits = { kind: 'feed', language: 'en', section: 'news', weight: 1, timeZone: null } as const
  const written = { name, location, kept: location, pictures: 'keep', options, ...traits } as const
  await addSource(room.app.context, written, true, commandActor)
  return {
    lists: (next) => void (items = next),
    answers: (next) => void (answer = next),
    asked,
    untilAsked: (path) =>
      asked.includes(path) ? Promise.resolve() : new Promise((resolve) => waiting.set(path, resolve)),
  }
}
