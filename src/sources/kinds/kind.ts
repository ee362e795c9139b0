import type { Clock } from '../../core/ports.ts'
import type { Fetcher } from '../fetching/fetcher.ts'
import type { Limits } from '../limits.ts'
import type { FetchResult, SourceAddress } from '../fetch-result.ts'
import type { ReadingThread } from '../reading/reading-thread.ts'

/** What a kind may use besides the address. */
export interface KindTools {
  fetcher: Fetcher
  limits: Limits
  clock: Clock
  thread: ReadingThread
}

/** One kind of source: how a location becomes items. */
export interface Kind {
  /** Its name in the store and in commands. */
  name: string
  /** Reads everything the source has now. Failures are returned as reasons, never thrown. */
  read(address: SourceAddress, tools: KindTools): Promise<FetchResult>
}
