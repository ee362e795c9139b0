import type { Command } from 'commander'
import { listFailedJobs } from '../../services/jobs/failed-jobs.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

/** Characters of an id that distinguish it from others. */
const shortId = 8

export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the jobs that failed at every attempt, newest first, and why')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const jobs = await listFailedJobs(context)
        if (json) for (const job of jobs) shell.json(job)
        else if (jobs.length > 0)
          shell.print(
            table(
              ['id', 'job', 'of', 'attempts', 'failed at', 'why'],
              jobs.map((job) => [
                job.id.slice(0, shortId),
                job.name,
                job.about ?? '–',
                job.tries,
                job.failedAt.toString({ smallestUnit: 'second' }),
                job.why,
              ]),
            ),
          )
        shell.say(
          context.store.queue
            ? `${counted(jobs.length, 'failed job')}; what they were to do is tried again each minute in any case`
            : 'on SQLite one process does all jobs, and keeps none that failed: it tries again each minute',
        )
      }),
    )
  withExamples(command, 'daywire jobs list', 'daywire jobs list --json')
}
