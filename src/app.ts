import { join } from 'node:path'
import type { Config } from './config.ts'
import type { SettableClock } from './core/clock.ts'
import { isLoopbackHost } from './core/addresses/loopback.ts'
import type { Ask, Clock, Events, HostTurns, Progress, Random, Resolver, Wait } from './core/ports.ts'
import type { Role } from './core/roles.ts'
import { countedEvents } from './core/metrics/counted-events.ts'
import { noMetrics } from './core/metrics/no-metrics.ts'
import { editionHeaders, messageId } from './mail/message/headers.ts'
import type { MailContent } from './mail/mailbox/mail-reading.ts'
import { forwardedMail } from './mail/message/forwarded-mail.ts'
import { singleMail, singleMailId } from './mail/message/single-mail.ts'
import type { ImapPlace } from './mail/incoming/imap/address.ts'
import type { BounceMailbox } from './mail/incoming/imap/mailbox.ts'
import { openReportReader, type ReportReader } from './mail/incoming/thread/report-thread.ts'
import { openHooks } from './mail/hooks/open-hooks.ts'
import { boundaryOf, reusedMemory, unstuff, variantJoiner } from './mail/message/message.ts'
import { checkServer, describeServer } from './mail/outgoing/smtp.ts'
import { openMailSystem, type MailSystem } from './mail-system.ts'
import { openRenderer } from './render/renderer.ts'
import type { Context, RelayCheck } from './services/context.ts'
import { openHostTurns } from './services/collecting/reading/host-turns.ts'
import { openCurator } from './services/editions/composing/curator.ts'
import { workerName } from './services/workers.ts'
import { checkPlace } from './services/sending/sending-pause.ts'
import { ensureSuppressionKey } from './services/subscribers/suppression-key.ts'
import { decodeList } from './sources/text/list-charset.ts'
import { kindNames } from './sources/kinds/kind-names.ts'
import type { ReadingThread } from './sources/reading/reading-thread.ts'
import type { Sources } from './sources/sources.ts'
import { sourcesWhenUsed } from './sources/sources-when-used.ts'
import { openKnownKeys } from './link-keys.ts'
import { openImportThread } from './import-thread.ts'
import { serve, type Serving } from './serving.ts'
import { openDisk } from './store/disk/disk.ts'
import { setByServer } from './jobs/server-clock.ts'
import { openStore } from './store/open.ts'
import { closeToOthers, type PrivatePlaces } from './store/private-files.ts'
import type { SchemaUse, Store } from './store/store.ts'
import { timedStore } from './store/timed-store.ts'

/** What the machine provides: time, randomness, DNS, and output. */
export interface Platform {
  /** One that can be set is set by that of a database server. */
  clock: Clock | SettableClock
  wait: Wait
  random: Random
  resolver: Resolver
  ask: Ask
  events: Events
  progress: Progress
  templatesFolder: string
  version: string
}

export interface App {
  context: Context
  mailboxFolder: string
  /** The e-mails in the embedded mailbox, newest first; empty if it is not in use. */
  mails(): Promise<MailContent[]>
  serve(role: Role): Promise<Serving>
  close(): Promise<void>
}

/** The composition root: config to store, services' context, jobs and web. */
export async function openApp(config: Config, platform: Platform, options: AppOptions = {}): Promise<App> {
  const places = placesOf(config)
  reportClosed(platform.events, closeToOthers(places).closed)
  const { isBulk = false, mayHold = true } = options
  const registry = config.metrics && (await import('./web/metrics/registry.ts')).openRegistry()
  const metrics = registry?.metrics ?? noMetrics
  const events = registry ? countedEvents(platform.events, metrics) : platform.events
  const disk = openDisk(config, config.disk, platform.random)
  const opened =
    options.store ??
    openStore(config.databaseUrl, join(config.dataFolder, 'media'), {
      isBulk,
      disk,
      mayHold,
    })
  const store = registry ? timedStore(opened, metrics) : opened
  await store.prepare(options.schema ?? 'check')
  const serverClock = 'setTo' in platform.clock ? { store, clock: platform.clock, events } : null
  if (serverClock) await setByServer(serverClock)
  const place = { dataFolder: config.dataFolder, given: config.secret }
  const linkKeys = await openKnownKeys(store, place, platform.random)
  const worker = workerName(platform.random.bytes(4).toString('hex'))
  // With a job queue, other processes contact the same hosts.
  const hostTurns = store.queue ? openHostTurns({ ...platform, store, settings: { worker } }) : undefined
  const sources = openAppSources(config, platform, options.thread, hostTurns)
  const hooks = openHooks(config.hooks, {
    fetch: (address) => sources.document(address, smallDocument),
    clock: platform.clock,
  })
  const machine = { ...platform, events, metrics }
  const mailSystem = openMailSystem(config, machine, store, disk, options.keepAllMail === true)
  const context: Context = {
    settings: {
      publicUrl: config.publicUrl,
      dataFolder: config.dataFolder,
      embeddedMailbox: config.relays.length === 0,
      secondFactorOfAll: config.secondFactor === 'all',
      signUps: config.signUps,
      bounceAddress: config.bounceAddress,
      hooks: [...hooks.keys()],
      isArchiveClosed: config.archive === 'closed',
      asksDomains: config.domainChecks,
      worker,
    },
    ...machine,
    store,
    sources,
    decodeList,
    curator: openCurator(),
    renderer: openRenderer({ templatesDir: platform.templatesFolder }),
    mail: {
      boundaryOf,
      editionHeaders,
      messageId,
      reusedMemory,
      singleMail,
      forwardedMail,
      singleMailId,
      unstuff,
      variantJoiner,
      transport: mailSystem.transport,
      relays: relayChecks(config),
      dkim: mailSystem.dkim,
    },
    importThread: null,
    reports: options.reports ?? openReportReader(),
    hooks,
    bounceMailbox: config.bounceMailbox && bounceMailboxWhenUsed(config.bounceMailbox),
    linkKeys,
    disk,
    exposedFiles: () => closeToOthers(places).exposed,
  }
  await ensureSuppressionKey(context)
  await checkPlace(context)
  return {
    context,
    mailboxFolder: mailSystem.folder,
    mails: () => mailsOf(mailSystem),
    serve: (role) => {
      const start = { config, templatesFolder: platform.templatesFolder }
      // A test's store is only available in this process.
      const importThread = options.store || role === 'web' ? null : openImportThread(start, events)
      const { templatesFolder, version } = platform
      const parts = {
        config,
        context: { ...context, importThread },
        mailSystem,
        templatesFolder,
        version,
        registry,
        serverClock,
      }
      return serve(role, parts).then((serving) => ({
        ...serving,
        async stop() {
          const late = await serving.stop()
          await importThread?.close()
          return late
        },
      }))
    },
    async close() {
      await mailSystem.close()
      await sources.close()
      await context.curator.close()
      await context.reports.close()
      if (!options.store) await store.close()
    },
  }
}

/** Limits for a service's certificate, or its response to a confirmation. */
const smallDocument = { seconds: 10, megabytes: 0.1 }

/** The IMAP client is loaded when the mailbox is read. */
function bounceMailboxWhenUsed(place: ImapPlace): BounceMailbox {
  return {
    describes: `imap://${place.user}@${place.host}`,
    open: async (signal) => (await import('./mail/incoming/imap/mailbox.ts')).imapMailbox(place).open(signal),
  }
}

function placesOf({ dataFolder, databaseUrl }: Config): PrivatePlaces {
  return {
    dataFolder,
    database: databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null,
  }
}

function reportClosed(events: Events, closed: string[]): void {
  const [first] = closed
  if (first === undefined) return
  const rest = closed.length > 1 ? ` and ${closed.length - 1} more` : ''
  const message = `${first}${rest} could be read or changed by other users of this machine; it no longer can`
  events.emit({ name: 'files.closed', message, data: { count: closed.length } })
}

export interface AppOptions {
  /** What may be done to tables of another version; by default nothing. */
  schema?: SchemaUse
  /** Opens the store for writing many rows at once. */
  isBulk?: boolean
  /** See `SqliteOptions`; by default true. */
  mayHold?: boolean
  /** The demo keeps all e-mails. */
  keepAllMail?: boolean
  /** An open store instead of `DAYWIRE_DATABASE_URL`; its opener closes it. Tests use it to run on every database. */
  store?: Store
  /** An open reading thread, likewise: starting one takes longer than most tests. */
  thread?: ReadingThread
  /** The reader of returned messages, likewise. */
  reports?: ReportReader
}

/** The names of all kinds of sources. */
export const sourceKinds: readonly string[] = kindNames

/** Only the sources, for commands that need no store. */
export function openAppSources(
  config: Config,
  platform: Platform,
  thread?: ReadingThread,
  hostTurns?: HostTurns,
): Sources {
  return sourcesWhenUsed({
    resolver: platform.resolver,
    allowLoopback: config.loopbackSources,
    proxyUrl: config.proxyUrl,
    contact: config.contact,
    clock: platform.clock,
    hostTurns,
    userAgentVersion: platform.version,
    thread,
  })
}

function relayChecks({ relays }: Config): RelayCheck[] {
  return relays.map(({ name, server, domains }) => ({
    name,
    describes: describeServer(server),
    domains,
    tls: server.tls,
    isHere: isLoopbackHost(server.host),
    hasLogin: server.login !== null,
    check: () => checkServer(server),
  }))
}

async function mailsOf(mailSystem: MailSystem): Promise<MailContent[]> {
  const mailbox = await mailSystem.mailbox()
  if (!mailbox) return []
  const contents = await Promise.all((await mailbox.list()).map((mail) => mailbox.read(mail.id)))
  return contents.filter((mail) => mail !== null)
}
