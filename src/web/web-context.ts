import type { MailContent, MailSummary } from '../mail/mailbox/mail-reading.ts'
import type { Context } from '../services/context.ts'
import type { WebLimits } from './kit/limits/limits.ts'
import type { KeptPages } from './kit/views/kept-pages.ts'
import type { KnownNewsroom } from './kit/views/known-newsroom.ts'
import type { Reading } from './kit/views/reading.ts'
import type { Pages } from './kit/views/views.ts'
import type { Rate } from './kit/limits/rates.ts'
import type { Refusals } from './kit/refusals.ts'

/** What the viewer needs of the embedded mailbox. */
export interface MailboxReader {
  list(most?: number): Promise<MailSummary[]>
  read(id: string): Promise<MailContent | null>
}

export interface WebOptions {
  context: Context
  /** Null if it is not in use. */
  mailbox: MailboxReader | null
  templatesDir: string
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is trusted; `loopback` is this machine. */
  trustedProxies: readonly string[]
  /** Override the default limits. */
  limits?: Partial<WebLimits>
}

/** What every page works with. */
export interface WebContext extends Omit<WebOptions, 'limits'> {
  limits: WebLimits
  pages: Pages
  reading: Reading
  /** What every page shows of the newsroom. */
  newsroom: KnownNewsroom
  /** Public pages that are the same for everybody. */
  kept: KeptPages
  /** The path of the public URL, with slashes at both ends. */
  path: string
  refusals: Refusals
  rates: Record<'forged' | 'repeated' | 'searches' | 'challenges', Rate>
}
