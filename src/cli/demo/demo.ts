import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import { offsetClock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { startOf } from '../../services/as-of.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { run, type RunReport } from '../../services/editions/run.ts'
import { dateOption, withExamples } from '../arguments.ts'
import type { App, Shell } from '../context.ts'
import { exitCodeFor } from '../outcome.ts'
import { printReport } from './report.ts'
import { serveSamples } from './sample-server.ts'
import { setUpSamples, type DemoFolders } from './sample-newsroom.ts'
import { writeMails } from './write-mails.ts'

interface Options {
  date?: Temporal.PlainDate
  fresh?: boolean
}

const sampleHours = { hour: '07:00', cutoff: '06:30', timeZone: 'UTC' }

/** `demo`: a whole day of the sample newsroom, in a folder of its own. */
export function registerDemo(program: Command, shell: Shell): void {
  const command = program
    .command('demo')
    .description('make a sample newsroom in data/demo, run its day, and keep every mail to look at')
    .addOption(dateOption('run as of that local date'))
    .option('--fresh', 'remove data/demo first, and nothing else')
    .action(async (options: Options) => {
      const data = join(shell.cwd, 'data', 'demo')
      if (options.fresh) await rm(data, { recursive: true, force: true })
      await runDemo(shell, options.date ?? null, {
        data,
        samples: join(shell.root, 'samples'),
        subscribers: join(shell.root, 'subscribers'),
      })
    })
  withExamples(command, 'daywire demo', 'daywire demo --fresh --date 2026-11-20')
}

async function runDemo(shell: Shell, date: Temporal.PlainDate | null, folders: DemoFolders): Promise<void> {
  const clock = date ? offsetClock(shell.clock, startOf(sampleHours, date)) : shell.clock
  const config = {
    ...shell.config(),
    databaseUrl: `sqlite:${join(folders.data, 'daywire.db')}`,
    dataFolder: folders.data,
    relays: [],
    loopbackSources: true,
    // Its sources are on this machine, which a proxy would not reach.
    proxyUrl: null,
    log: 'error' as const,
  }
  const begun = clock.now()
  const samples = await serveSamples(folders.samples, begun)
  const app = await shell.open({ clock, config, keepAllMail: true })
  try {
    await setUpSamples(app.house, folders, samples.base, begun)
    const digest = await findDigest(app.house, 'daily')
    const report = await run(app.house, digest, 'demo', shell.signal).catch(explainEarlier)
    const names = report.delivered ? await keepMails(app, report, folders.data) : []
    printReport(shell, report, names, relative(shell.cwd, folders.data))
    shell.finish(report.delivered ? exitCodeFor(report.delivered.counts) : 0)
  } finally {
    await app.close()
    await samples.close()
  }
}

function explainEarlier(error: unknown): never {
  if (error instanceof AppError && error.code === 'conflict')
    throw new AppError('conflict', `${error.message}; \`npm run demo -- --fresh\` starts over`, {
      cause: error,
    })
  throw error
}

async function keepMails(app: App, report: RunReport, data: string): Promise<string[]> {
  const mails = await app.mails()
  return writeMails(mails, report.edition.date.toString(), join(data, 'mails'), join(data, 'media'))
}
