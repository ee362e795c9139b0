import { join } from 'node:path'
import type { Config } from './config.ts'
import { isLoopbackHost } from './core/addresses/loopback.ts'
import { AppError } from './core/errors.ts'
import type { Clock, Disk, Events, Metrics, Random } from './core/ports.ts'
import { said } from './core/said/said.ts'
import { dkimSigner } from './mail/dkim/dkim.ts'
import { openDkimKeys, type DkimKeys } from './mail/dkim/dkim-keys.ts'
import { openSigningThread } from './mail/dkim/signing-thread.ts'
import { signingTransport } from './mail/dkim/signing-transport.ts'
import type { MailFolder } from './mail/mailbox/mail-folder.ts'
import type { Mailbox } from './mail/mailbox/mailbox.ts'
import { countedTransport } from './mail/outgoing/counted-transport.ts'
import { openRelays } from './mail/outgoing/relays.ts'
import { smtpTransport, transportFromUrl } from './mail/outgoing/smtp.ts'
import type { Transport } from './mail/outgoing/transport.ts'
import { placeholdersIn } from './services/newsroom/doctor/placeholders.ts'
import { requireKnownDkimKey } from './services/sending/known-dkim-key.ts'
import type { Store } from './store/store.ts'

/** How e-mails leave this installation. */
export interface MailSystem {
  folder: string
  dkim: DkimKeys
  mailbox(): Promise<Mailbox | null>
  /** What the embedded mailbox has, without starting it; null where it is not in use. */
  mails(): Promise<Pick<MailFolder, 'list' | 'read'> | null>
  transport(): Promise<Transport>
  close(): Promise<void>
}

interface Machine {
  clock: Clock
  random: Random
  events: Events
  metrics: Metrics
}

/** Sends by the configured servers or, without any, to the embedded mailbox, which is started when first needed. */
export function openMailSystem(
  config: Config,
  { clock, random, events, metrics }: Machine,
  store: Store,
  disk: Disk,
  keepAllMail: boolean,
): MailSystem {
  const folder = join(config.dataFolder, 'mailbox')
  let opened: Promise<Mailbox> | null = null
  const mailbox = (): Promise<Mailbox> => {
    opened ??= import('./mail/mailbox/mailbox.ts').then(({ openMailbox }) =>
      openMailbox({
        dir: folder,
        port: config.mailboxPort,
        clock,
        random,
        isFull: () => disk.space()?.state === 'full',
        keep: keepAllMail ? 'all' : 'recent',
      }),
    )
    return opened
  }
  const hasRelays = config.relays.length > 0
  const relays = openRelays(
    config.relays.map(({ server, ...relay }) => ({
      ...relay,
      transport: () => countedTransport(smtpTransport(server), metrics),
    })),
    { clock, random, events },
  )
  const dkim = openDkimKeys(config.dataFolder, config.dkim)
  const thread = openSigningThread()
  return {
    folder,
    mailbox: async () => (hasRelays ? null : mailbox()),
    async mails() {
      if (hasRelays) return null
      const { openMailFolder } = await import('./mail/mailbox/mail-folder.ts')
      return openMailFolder({ dir: folder, clock, random, keep: 'all' })
    },
    dkim,
    async transport() {
      if (hasRelays) await refuseUnready(config, store)
      const way = hasRelays ? relays() : countedTransport(toMailbox(await mailbox()), metrics)
      const key = await dkim.signing()
      await requireKnownDkimKey(store, dkim)
      return key ? signingTransport(way, dkimSigner(key, thread, clock)) : way
    },
    async close() {
      await thread.close()
      await (await opened)?.close()
    },
  }
}

const toMailbox = ({ url }: Mailbox): Transport => transportFromUrl(url, { allowPlain: true })

/** Whether an address leads to this machine. */
export const isHere = (url: string): boolean => isLoopbackHost(new URL(url).hostname)

/** Mail may leave this machine only with links that readers can follow, and with a sender and a postal address. */
async function refuseUnready(config: Config, store: Store): Promise<void> {
  const beyond = config.relays.find(({ server }) => !isLoopbackHost(server.host))
  if (!beyond) return
  const newsroom = await store.newsroom.get()
  const missing = [
    ...(isHere(config.publicUrl) ? [said('public-url-missing')] : []),
    ...(newsroom ? placeholdersIn(newsroom).map((field) => said('newsroom-field-missing', { field })) : []),
  ]
  if (missing.length > 0)
    throw new AppError('bad-config', said('not-ready-to-send', { server: beyond.server.host, missing }))
}
