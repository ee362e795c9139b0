import { stat } from 'node:fs/promises'
import type { Clock, HostTurns, Resolver } from '../core/ports.ts'
import type { PictureLink } from '../core/entities/story.ts'
import { reasonOf } from '../core/errors.ts'
import { said, text } from '../core/said/said.ts'
import { isAhead } from '../core/entities/stories/story-time.ts'
import { webAddress } from '../core/addresses/web-address.ts'
import { isDateFormat } from './dates/date-format.ts'
import { discover, type Discovery } from './feeds/discover.ts'
import { budgetedFetcher, type ReadingBudget } from './fetching/budgeted-fetcher.ts'
import { isAddress } from './kinds/document-kind.ts'
import { openFetcher } from './fetching/fetcher.ts'
import type { KindTools } from './kinds/kind.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { localPath } from './kinds/local-file.ts'
import { feedLists, type FeedLists } from './feeds/formats/opml.ts'
import { readPicture } from './pictures/picture.ts'
import {
  failure,
  type Failure,
  type PictureReading,
  type FetchResult,
  type SourceAddress,
} from './fetch-result.ts'
import { openReadingThread, type ReadingThread } from './reading/reading-thread.ts'
import { kinds } from './kinds/registry.ts'
import { usable, withHeadlineNotes } from './reading/usable.ts'

/** What is known about an input; its kind is determined if it is not given. */
export type CheckAs = Partial<Pick<SourceAddress, 'kind' | 'timeZone' | 'options' | 'url'>>

/** Everything read from outside comes through here. None of it throws for anything a source can do. */
export interface Sources {
  /** Reads a source, within a budget if one is given; returns only items that can be shown, each with a headline. */
  read(address: SourceAddress, budget?: ReadingBudget): Promise<FetchResult>
  /**
   * Reads an address, a file or a folder to show what is in it, including items without a headline. The kind is determined if it is not
   * given.
   */
  check(input: string, how?: CheckAs): Promise<FetchResult>
  /** Finds where the stories of a site can be read. */
  discover(address: string): Promise<Discovery>
  /** Reads a picture of an item; a file must be in the folder `within`. `signal` aborts it. */
  picture(link: PictureLink, within: string | null, signal?: AbortSignal): Promise<PictureReading>
  /** Checks whether an address that a story links to responds; only the beginning of the response is read. */
  link(address: string, budget: ReadingBudget): Promise<{ ok: true } | Failure>
  /** Fetches a small document from an address that does not redirect; null if that fails. */
  document(address: string, budget: ReadingBudget): Promise<Buffer | null>
  /** Reads and writes lists of feeds in the format of other feed readers. */
  lists(): Promise<FeedLists>
  close(): Promise<void>
}

export interface SourcesSettings {
  resolver: Pick<Resolver, 'resolve'>
  clock: Clock
  /** Allows sources on this machine, for the demo and tests. */
  allowLoopback: boolean
  /** A proxy for all requests, `http://user:pass@proxy:3128`; null: none. */
  proxyUrl: string | null
  /** A web or e-mail address for the operators of the servers that are read. */
  contact: string
  userAgentVersion: string
  /** Coordinates requests with other processes; without it, this is the only one. */
  hostTurns?: HostTurns | undefined
  /** Overrides of the default limits. */
  limits?: Partial<Limits>
  /** An open reading thread; its opener closes it. */
  thread?: ReadingThread
}

/** Seconds for a picture, including the wait for the host's turn. */
const longestPicture = 600

async function kindOf(input: string): Promise<string | null> {
  if (isAddress(input)) return 'feed'
  const path = localPath(input)
  const found = path === null ? null : await stat(path).catch(() => null)
  return found && (found.isDirectory() ? 'folder' : 'feed')
}

async function readKind(address: SourceAddress, tools: KindTools): Promise<FetchResult> {
  const kind = kinds.get(address.kind)
  if (!kind) return failure(said('source-kind-unknown', { kind: address.kind, known: [...kinds.keys()] }))
  const { dateFormat } = address.options
  if (dateFormat !== undefined && !isDateFormat(dateFormat))
    return failure(said('date-format-unusable', { format: dateFormat }))
  try {
    return withHeadlineNotes(withFutureNote(await kind.read(address, tools), tools.clock))
  } catch (error) {
    // A document that makes a parser throw must not stop the others: it fails like any other.
    return failure(said('cannot-read', { file: address.location, why: text(reasonOf(error)) }))
  }
}

/** Dates in the future are kept and noted; they don't count when the newest item is determined. */
function withFutureNote(reading: FetchResult, clock: Clock): FetchResult {
  if (!reading.ok || reading.unchanged) return reading
  const now = clock.now()
  const future = [...reading.items, ...reading.same].filter(({ date }) => date && isAhead(date, now)).length
  if (future === 0) return reading
  return { ...reading, notes: [...reading.notes, said('dates-in-future', { count: future })] }
}

/** Opens the sources; `close` ends their connections and threads. */
export function openSources(settings: SourcesSettings): Sources {
  const { resolver, clock, allowLoopback, proxyUrl, contact, userAgentVersion } = settings
  const limits = { ...defaultLimits, ...settings.limits }
  const userAgent = `Daywire/${userAgentVersion} (+${contact.replace(/[^\x20-\x7e]|[()]/g, '')})`
  const hostTurns = settings.hostTurns ?? null
  const fetcher = openFetcher({ resolver, clock, limits, allowLoopback, proxyUrl, hostTurns, userAgent })
  const thread = settings.thread ?? openReadingThread(limits)
  const tools = { fetcher, limits, clock, thread }
  return {
    async read(address, budget) {
      const own = budget ? { ...tools, fetcher: budgetedFetcher(fetcher, budget) } : tools
      const reading = await readKind({ ...address, location: webAddress(address.location) }, own)
      return reading.ok && !reading.unchanged ? { ...reading, items: usable(reading.items) } : reading
    },
    async check(written, { kind: given, url, timeZone = null, options = {} } = {}) {
      const input = webAddress(written)
      const kind = given ?? (await kindOf(input))
      if (kind === null) return failure(said('input-unknown', { input }))
      return readKind(
        { kind, location: input, url, timeZone, options, etag: null, lastModified: null },
        tools,
      )
    },
    picture(link, within, signal) {
      const one = { seconds: longestPicture, megabytes: limits.bytes / 1_000_000, signal }
      const own = signal ? budgetedFetcher(fetcher, one) : fetcher
      return readPicture(link, within, own, limits)
    },
    async link(address, budget) {
      const request = {
        accept: 'text/html, */*;q=0.1',
        etag: null,
        lastModified: null,
        robots: true,
        isBrief: true,
      }
      const got = await budgetedFetcher(fetcher, budget).fetch(webAddress(address), request)
      return got.ok ? { ok: true } : got
    },
    async document(address, budget) {
      const request = { accept: '*/*', etag: null, lastModified: null, robots: false }
      const got = await budgetedFetcher(fetcher, budget).fetch(address, request)
      return got.ok && !got.unchanged && got.url === address ? got.body : null
    },
    discover: (address) => discover(webAddress(address), (each) => readKind(each, tools), tools),
    lists: async () => feedLists,
    close: async () => {
      await Promise.all([fetcher.close(), settings.thread ? undefined : thread.close()])
    },
  }
}
