import type { Config } from './config.ts'
import { AppError } from './core/errors.ts'
import type { Grace } from './settings/grace-settings.ts'
import type { Role } from './core/roles.ts'
import { said } from './core/said/said.ts'
import { runDiskWatch } from './jobs/disk-watch.ts'
import { followServer, type ServerClockDeps } from './jobs/server-clock.ts'
import { watchSchema } from './jobs/schema-watch.ts'
import { isHere, type MailSystem } from './mail-system.ts'
import type { MetricsAddress } from './settings/metrics-settings.ts'
import { openRenderThread } from './render/render-thread.ts'
import type { Context } from './services/context.ts'
import type { MetricsRegistry } from './web/metrics/registry.ts'
import { isFull } from './services/disk/require-space.ts'
import { keepOldWebVersions } from './services/editions/viewing/web-version/keep-old-web-versions.ts'

/** What a process of the service consists of. */
type Part = keyof Grace

/** The service while it runs. */
export interface Serving {
  /** What runs, where, and what is still to configure. */
  lines: string[]
  /** Resolves with the reason where it has to be stopped by itself. */
  ended: Promise<AppError>
  /** Lets each part finish within its grace; gives those that did not. What they are at goes on until the process ends. */
  stop(): Promise<Part[]>
}

/** What a process of the service is made of. */
export interface ServingParts {
  config: Config
  context: Context
  mailSystem: MailSystem
  templatesFolder: string
  version: string
  /** What metrics are counted in; null where they are not served. */
  registry: MetricsRegistry | null
  /** What sets the clock; null where nothing may. */
  serverClock: ServerClockDeps | null
}

interface Running {
  lines: string[]
  /** Ends what has nothing to finish. */
  stop?(): Promise<void>
  /** Ends parts that have; false where something was left when the time was over. */
  stops?: Partial<Record<Part, (seconds: number) => Promise<boolean>>>
}

/**
 * Starts what a role does: `web` answers and sends nothing, `worker` does the work behind the pages, `all` both. Throws `bad-config` where a
 * process would share a database that is for one process.
 */
export async function serve(role: Role, parts: ServingParts): Promise<Serving> {
  const { config, registry, serverClock } = parts
  if (role !== 'all' && !parts.context.store.queue)
    throw new AppError('bad-config', said('role-needs-postgres', { role }))
  // Pages and jobs continue while an edition is rendered, and MJML's memory is released once nobody edits.
  const renderThread = openRenderThread(parts.templatesFolder)
  const own = { ...parts, context: { ...parts.context, renderer: renderThread } }
  const running: Running[] = [{ lines: [], stop: () => renderThread.close() }]
  const stop = async (): Promise<Part[]> => {
    const stops = Object.assign({}, ...running.map((part) => part.stops)) as Required<Running>['stops']
    const late = await stopAll(stops, config.grace)
    for (const part of running.toReversed()) await part.stop?.()
    return late
  }
  try {
    if (config.metrics && registry) running.push(await startMetrics(own, config.metrics, registry, role))
    if (role !== 'web' && !isFull(own.context)) await keepOldWebVersions(own.context)
    if (role !== 'worker') running.push(await startPages(own, role))
    if (role !== 'web') running.push(await startWork(own))
    running.push({ lines: [], ...runDiskWatch(own.context) })
    if (serverClock && own.context.store.queue) running.push({ lines: [], ...followServer(serverClock) })
  } catch (error) {
    // What listens already would keep the process from ending.
    await stop()
    throw error
  }
  const lines = [...running.flatMap((part) => part.lines), ...(await nextSteps(own.context))]
  const schema = watchSchema(own.context.store)
  return {
    ended: schema.ended,
    lines,
    async stop() {
      schema.stop()
      return stop()
    },
  }
}

/** All at the same time. */
async function stopAll(stops: Required<Running>['stops'], grace: Grace): Promise<Part[]> {
  const parts = Object.entries(stops) as [Part, (seconds: number) => Promise<boolean>][]
  const ends = await Promise.all(parts.map(async ([part, stop]) => ((await stop(grace[part])) ? null : part)))
  return ends.filter((part) => part !== null)
}

async function within(seconds: number, work: Promise<void>): Promise<boolean> {
  const { promise: over, resolve } = Promise.withResolvers<boolean>()
  const limit = setTimeout(() => resolve(false), seconds * 1_000)
  return Promise.race([work.then(() => true), over]).finally(() => clearTimeout(limit))
}

/** What serves pages is loaded here, as no other command needs it. */
async function startPages(
  { config, context, mailSystem, templatesFolder }: ServingParts,
  role: Role,
): Promise<Running> {
  const { openWeb } = await import('./web/server.ts')
  const web = await openWeb({
    context,
    mailbox: role === 'web' ? await mailSystem.mails() : await mailSystem.mailbox(),
    host: config.host,
    port: config.port,
    trustedProxies: config.trustedProxies,
    templatesDir: templatesFolder,
  })
  const { publicUrl } = context.settings
  const newsroom = await context.store.newsroom.get()
  const where = `${web.url}/` === publicUrl ? '' : ` (served on ${web.url})`
  return {
    lines: [`${newsroom?.name ?? 'Daywire'} is at ${publicUrl}${where}`],
    stops: { web: (seconds) => web.close(seconds * 1_000) },
  }
}

async function startWork({ config, context, mailSystem }: ServingParts): Promise<Running> {
  const { startJobs } = await import('./jobs/start.ts')
  const mailbox = await mailSystem.mailbox()
  const jobs = await startJobs(context)
  return {
    lines: [
      context.store.queue
        ? 'jobs are done here and by the other workers on this database, one of which is the scheduler'
        : 'the scheduler wakes every minute',
      mailbox
        ? mailboxLine(config, mailbox.url, mailSystem.folder)
        : `e-mails are sent through ${config.relays.map(({ name }) => name).join(', ')}`,
    ],
    stops: {
      scheduler: (seconds) => within(seconds, jobs.scheduler.stop()),
      worker: (seconds) => within(seconds, jobs.worker.stop()),
    },
  }
}

async function startMetrics(
  { context, version }: ServingParts,
  address: MetricsAddress,
  registry: MetricsRegistry,
  role: Role,
): Promise<Running> {
  const { serveMetrics } = await import('./web/metrics/metrics-server.ts')
  const { keptGauges } = await import('./services/metrics/kept-gauges.ts')
  const { diskGauges } = await import('./services/metrics/disk-gauges.ts')
  const gauges = keptGauges(context)
  registry.watchProcess({ version, role })
  const server = await serveMetrics(
    address,
    async () => registry.text([...(await gauges()), ...diskGauges(context)]),
    registry.contentType,
  )
  return { lines: [`metrics are at ${server.url}`], stop: () => server.close() }
}

async function nextSteps(context: Context): Promise<string[]> {
  const newsroom = await context.store.newsroom.get()
  return [
    ...(context.exposedFiles().length > 0
      ? [
          'other users of this machine can reach part of the data folder: `npm run daywire -- doctor` lists what',
        ]
      : []),
    newsroom
      ? '`npm run daywire -- doctor` lists what is still to be configured'
      : 'no newsroom is set up yet: `npm run daywire -- init` makes one from newsroom.json',
  ]
}

function mailboxLine({ publicUrl }: Config, url: string, folder: string): string {
  // Its pages would show everybody's e-mails to whoever reaches a public address.
  const place = isHere(publicUrl)
    ? `${publicUrl}mailbox`
    : `.eml files in ${folder}, as the mailbox has pages only while DAYWIRE_PUBLIC_URL leads to this machine`
  return `e-mails go to the embedded mailbox (SMTP at ${url}): ${place}; set DAYWIRE_SMTP_URL to send for real`
}
