import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { offsetClock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { startOf } from '../../services/as-of.ts'
import { run, type RunReport } from '../../services/editions/composing/run.ts'
import { dateOption, withExamples } from '../kit/arguments.ts'
import type { App, Shell } from '../kit/context.ts'
import { exitCodeFor } from '../kit/outcome.ts'
import { printReport, printService, type WrittenMails } from './report.ts'
import { sampleLinks } from './sample-accounts.ts'
import { makeDrafts, sampleDay } from './sample-days.ts'
import type { SampleDay } from './sample-feeds.ts'
import { serveSamples } from './sample-server.ts'
import { requireApproval, setUpSamples, type DemoFolders } from './sample-newsroom.ts'
import { writeMails } from './write-mails.ts'
import { text } from '../../core/said/said.ts'

interface Options {
  date?: Temporal.PlainDate
  fresh?: boolean
  draft?: boolean
}

const sampleHours = { hour: '07:00', cutoff: '06:30', timeZone: 'UTC' }

/** Minutes between the freeze and the hour of drafts that wait for an editor. */
const minutesToEdit = 30

/** `demo`: a whole day of the sample newsroom, in its own folder. */
export function registerDemo(program: Command, shell: Shell): void {
  const command = program
    .command('demo')
    .description('create a sample newsroom in data/demo, run one day of it, and keep every e-mail to look at')
    .addOption(dateOption('run as of that local date'))
    .option('--fresh', 'delete data/demo first, and nothing else')
    .option('--draft', 'send nothing: leave the editions as drafts, for an editor to change and approve')
    .action(async (options: Options) => {
      const data = join(shell.cwd, 'data', 'demo')
      if (options.fresh) await rm(data, { recursive: true, force: true })
      await runDemo(shell, options, {
        data,
        samples: join(shell.root, 'samples'),
        subscribers: join(shell.root, 'subscribers'),
      })
    })
  withExamples(
    command,
    'daywire demo',
    'daywire demo --fresh --draft',
    'daywire demo --fresh --date 2026-11-20',
  )
}

async function runDemo(shell: Shell, { date, draft }: Options, folders: DemoFolders): Promise<void> {
  const clock = date ? offsetClock(shell.clock, startOf(sampleHours, date)) : shell.clock
  const config = {
    ...shell.config(),
    databaseUrl: `sqlite:${join(folders.data, 'daywire.db')}`,
    dataFolder: folders.data,
    relays: [],
    dkim: null,
    loopbackSources: true,
    // Its sources are on this machine, which a proxy could not reach.
    proxyUrl: null,
    log: 'error' as const,
  }
  const begun = clock.now()
  const app = await shell.open({ clock, config, keepAllMail: true })
  try {
    const day = await sampleDay(app.context, begun)
    const samples = await serveSamples(folders.samples, day)
    try {
      await setUpSamples(app.context, folders, samples.base, day.first)
      if (draft) await requireApproval(app.context)
      const reports = await runDay(shell, app, folders.samples, day, draft === true).catch(explainEarlier)
      const mails = await keepMails(app, reports, folders.data)
      printReport(shell, reports, mails, relative(shell.cwd, folders.data), day.second === null)
      printService(
        shell,
        relative(shell.cwd, folders.data),
        await sampleLinks({ ...app.context, clock: shell.clock }),
      )
      const ended = reports.flatMap(({ delivered }) => (delivered ? [exitCodeFor(delivered.counts)] : []))
      shell.finish(ended.find((code) => code !== 0) ?? 0)
    } finally {
      await samples.close()
    }
  } finally {
    await app.close()
  }
}

/** Makes the editions of all digests with the edits of the sample editors, and sends those that need no approval. */
async function runDay(
  shell: Shell,
  app: App,
  samples: string,
  day: SampleDay,
  isDraft: boolean,
): Promise<RunReport[]> {
  const digests = await app.context.store.digests.list()
  const editors = { samples, isFirst: day.second === null, minutes: isDraft ? minutesToEdit : 0 }
  const made = await makeDrafts(app.context, digests, editors)
  const reports: RunReport[] = []
  for (const digest of digests) reports.push(await run(app.context, digest, commandActor, shell.signal))
  const [first, ...others] = reports
  if (!first || made.sources.length === 0) return reports
  const timings = [{ step: 'collect', ms: made.collected }, ...first.timings]
  return [{ ...first, sources: made.sources, timings }, ...others]
}

function explainEarlier(error: unknown): never {
  if (error instanceof AppError && error.code === 'conflict')
    throw new AppError('conflict', text(`${error.message}; \`npm run demo -- --fresh\` starts again`), {
      cause: error,
    })
  throw error
}

/** Writes the e-mails of only these editions; returns what was written, by the digest's key. */
async function keepMails(app: App, reports: RunReport[], data: string): Promise<WrittenMails> {
  const mails = await app.mails()
  const date = reports[0]?.edition.date.toString() ?? ''
  const written: WrittenMails = { folder: join('mails', date), names: new Map() }
  for (const { digest, edition, delivered } of reports) {
    if (!delivered) continue
    const own = mails.filter(({ headers }) =>
      headers.some(
        ({ name, value }) => /^feedback-id$/i.test(name) && value.trim().startsWith(`e${edition.id}:`),
      ),
    )
    written.names.set(digest.name, await writeMails(own, join(data, written.folder), join(data, 'media')))
  }
  return written
}
