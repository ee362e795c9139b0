import { join } from 'node:path'
import type { Config } from './config.ts'
import { AppError } from './core/errors.ts'
import { isLoopbackHost } from './core/addresses/loopback.ts'
import type { Ask, Clock, Events, Progress, Random, Resolver, Wait } from './core/ports.ts'
import { startJobs } from './jobs/start.ts'
import { dkimSigner } from './mail/dkim/dkim.ts'
import { openDkimKeys, type DkimKeys } from './mail/dkim/dkim-keys.ts'
import { editionHeaders, messageId } from './mail/message/headers.ts'
import { openMailbox, type Mailbox } from './mail/mailbox/mailbox.ts'
import type { MailContent } from './mail/mailbox/mail-reading.ts'
import { singleMail, singleMailId } from './mail/message/single-mail.ts'
import { boundaryOf, reusedMemory, unstuff, variantJoiner } from './mail/message/message.ts'
import { openRelays } from './mail/outgoing/relays.ts'
import { openSigningThread } from './mail/dkim/signing-thread.ts'
import { signingTransport } from './mail/dkim/signing-transport.ts'
import { checkServer, describeServer, smtpTransport, transportFromUrl } from './mail/outgoing/smtp.ts'
import type { Transport } from './mail/outgoing/transport.ts'
import { openRenderThread } from './render/render-thread.ts'
import { openRenderer } from './render/renderer.ts'
import type { Context, RelayCheck } from './services/context.ts'
import { keepOldWebVersions } from './services/editions/viewing/web-version/keep-old-web-versions.ts'
import { placeholdersIn } from './services/newsroom/doctor/placeholders.ts'
import { workerName } from './services/workers.ts'
import { checkPlace } from './services/sending/sending-pause.ts'
import { ensureSuppressionKey } from './services/subscribers/suppression-key.ts'
import { decodeList } from './sources/text/list-charset.ts'
import { kinds } from './sources/kinds/registry.ts'
import type { ReadingThread } from './sources/reading/reading-thread.ts'
import { openSources, type Sources } from './sources/sources.ts'
import { openLinkKeys } from './store/link-keys.ts'
import { openStore } from './store/open.ts'
import { closeToOthers, type PrivatePlaces } from './store/private-files.ts'
import type { Store } from './store/store.ts'
import { openWeb } from './web/server.ts'
import { said } from './core/said/said.ts'

/** What the machine gives: time, chance, names, and where words go. */
export interface Platform {
  clock: Clock
  wait: Wait
  random: Random
  resolver: Resolver
  ask: Ask
  events: Events
  progress: Progress
  templatesFolder: string
  version: string
}

export interface Serving {
  /** What runs, where, and what is still to configure. */
  lines: string[]
  stop(): Promise<void>
}

export interface App {
  context: Context
  /** The names of the migrations that opening it ran. */
  migrated: string[]
  mailboxFolder: string
  /** What the embedded mailbox has, newest first; empty where it is not in use. */
  mails(): Promise<MailContent[]>
  serve(): Promise<Serving>
  close(): Promise<void>
}

/** The composition root: config to store, services' context, jobs and web. */
export async function openApp(config: Config, platform: Platform, options: AppOptions = {}): Promise<App> {
  const places = placesOf(config)
  sayClosed(platform.events, closeToOthers(places).closed)
  const store = options.store ?? openStore(config.databaseUrl, join(config.dataFolder, 'media'))
  const migrated = await store.migrate()
  const sources = openAppSources(config, platform, options.thread)
  const mailSystem = openMailSystem(config, platform, store, options)
  const context: Context = {
    settings: {
      publicUrl: config.publicUrl,
      dataFolder: config.dataFolder,
      embeddedMailbox: config.relays.length === 0,
      secondFactorOfAll: config.secondFactor === 'all',
      signUps: config.signUps,
      worker: workerName(platform.random.bytes(4).toString('hex')),
    },
    ...platform,
    store,
    sources,
    decodeList,
    renderer: openRenderer({ templatesDir: platform.templatesFolder }),
    mail: {
      boundaryOf,
      editionHeaders,
      messageId,
      reusedMemory,
      singleMail,
      singleMailId,
      unstuff,
      variantJoiner,
      transport: mailSystem.transport,
      relays: relayChecks(config),
      dkim: mailSystem.dkim,
    },
    linkKeys: openLinkKeys(config.dataFolder, platform.random),
    exposedFiles: () => closeToOthers(places).exposed,
  }
  await ensureSuppressionKey(context)
  await checkPlace(context)
  return {
    context,
    migrated,
    mailboxFolder: mailSystem.folder,
    mails: () => mailsOf(mailSystem),
    serve: () => serve(config, platform, context, mailSystem),
    async close() {
      await mailSystem.close()
      await sources.close()
      if (!options.store) await store.close()
    },
  }
}

function placesOf({ dataFolder, databaseUrl }: Config): PrivatePlaces {
  return {
    dataFolder,
    database: databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null,
  }
}

function sayClosed(events: Events, closed: string[]): void {
  const [first] = closed
  if (first === undefined) return
  const rest = closed.length > 1 ? ` and ${closed.length - 1} more` : ''
  const message = `${first}${rest} could be reached by other users of this machine; now only by this one`
  events.emit({ level: 'info', name: 'files.closed', message })
}

export interface AppOptions {
  /** The demo keeps every mail. */
  keepAllMail?: boolean
  /** A store that is open already, in place of `DAYWIRE_DATABASE_URL`; who opened it closes it. Tests run on every dialect so. */
  store?: Store
  /** A reading thread that is open already, likewise: to start one takes longer than most tests. */
  thread?: ReadingThread
}

/** The names of the kinds of sources there are. */
export const sourceKinds: readonly string[] = [...kinds.keys()]

/** Sources alone, for commands that need no store. */
export function openAppSources(config: Config, platform: Platform, thread?: ReadingThread): Sources {
  return openSources({
    resolver: platform.resolver,
    allowLoopback: config.loopbackSources,
    proxyUrl: config.proxyUrl,
    contact: config.contact,
    clock: platform.clock,
    userAgentVersion: platform.version,
    thread,
  })
}

interface MailSystem {
  folder: string
  dkim: DkimKeys
  mailbox(): Promise<Mailbox | null>
  transport(): Promise<Transport>
  close(): Promise<void>
}

/** The way out: the configured server, else the embedded mailbox, started when first needed. */
function openMailSystem(
  config: Config,
  { clock, random, events }: Platform,
  store: Store,
  { keepAllMail }: AppOptions,
): MailSystem {
  const folder = join(config.dataFolder, 'mailbox')
  let opened: Promise<Mailbox> | null = null
  const mailbox = (): Promise<Mailbox> => {
    opened ??= openMailbox({
      dir: folder,
      port: config.mailboxPort,
      clock,
      random,
      keep: keepAllMail ? 'all' : 'recent',
    })
    return opened
  }
  const hasRelays = config.relays.length > 0
  const relays = openRelays(
    config.relays.map(({ server, ...relay }) => ({ ...relay, transport: () => smtpTransport(server) })),
    { clock, random, events },
  )
  const dkim = openDkimKeys(config.dataFolder)
  const thread = openSigningThread()
  return {
    folder,
    mailbox: async () => (hasRelays ? null : mailbox()),
    dkim,
    async transport() {
      if (hasRelays) await refuseUnready(config, store)
      const way = hasRelays ? relays() : transportFromUrl((await mailbox()).url, { allowPlain: true })
      const key = await dkim.signing()
      return key ? signingTransport(way, dkimSigner(key, thread, clock)) : way
    },
    async close() {
      await thread.close()
      await (await opened)?.close()
    },
  }
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

const isHere = (url: string): boolean => isLoopbackHost(new URL(url).hostname)

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

function mailboxLine({ publicUrl }: Config, { url }: Mailbox, { folder }: MailSystem): string {
  // Its pages would show everybody's mails to all who reach a public address.
  const place = isHere(publicUrl)
    ? `${publicUrl}mailbox`
    : `.eml files in ${folder}, as DAYWIRE_PUBLIC_URL leads beyond this machine and its pages are for this machine alone`
  return `e-mails go to the embedded mailbox (SMTP at ${url}): ${place}; set DAYWIRE_SMTP_URL to send for real`
}

async function serve(
  config: Config,
  platform: Platform,
  opened: Context,
  mailSystem: MailSystem,
): Promise<Serving> {
  // Pages and jobs go on while an edition is rendered, and MJML's memory is let go once nobody edits.
  const renderThread = openRenderThread(platform.templatesFolder)
  const context: Context = { ...opened, renderer: renderThread }
  const mailbox = await mailSystem.mailbox()
  await keepOldWebVersions(context)
  const web = await openWeb({
    context,
    mailbox,
    host: config.host,
    port: config.port,
    trustedProxies: config.trustedProxies,
    templatesDir: platform.templatesFolder,
  })
  const jobs = startJobs(context)
  const newsroom = await context.store.newsroom.get()
  return {
    lines: [
      `${newsroom?.name ?? 'Daywire'} is at ${context.settings.publicUrl}${`${web.url}/` === context.settings.publicUrl ? '' : ` (served on ${web.url})`}`,
      'the scheduler wakes every minute',
      mailbox
        ? mailboxLine(config, mailbox, mailSystem)
        : `mails leave by ${config.relays.map(({ name }) => name).join(', ')}`,
      ...(context.exposedFiles().length > 0
        ? [
            'other users of this machine have a part in the data folder: `npm run daywire -- doctor` says in what',
          ]
        : []),
      newsroom
        ? '`npm run daywire -- doctor` says what is still to configure'
        : 'no newsroom is set up yet: `npm run daywire -- init` makes one from newsroom.json',
    ],
    async stop() {
      await jobs.stop()
      await web.close()
      await renderThread.close()
    },
  }
}
