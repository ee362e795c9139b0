import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { dropFailedJobs, retryFailedJobs } from '../../services/jobs/failed-jobs.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

const verbs = {
  retry: { work: retryFailedJobs, about: 'try failed jobs again', done: 'put back into the queue' },
  drop: { work: dropFailedJobs, about: 'delete failed jobs from the list', done: 'deleted' },
}

/** `jobs retry`, `jobs drop`. */
export function registerSettle(group: Command, shell: Shell, verb: keyof typeof verbs): void {
  const { work, about, done } = verbs[verb]
  const command = group
    .command(verb)
    .description(about)
    .argument('[id...]', 'jobs as `jobs list` names them; the beginning of an id is enough')
    .addOption(new Option('--all', 'all of them'))
    .addOption(jsonFlag())
    .action((ids: string[], { all, json }: { all?: boolean; json?: boolean }) => {
      if ((all ?? false) === ids.length > 0) command.error('error: give ids of jobs, or --all')
      return withApp(shell, async ({ context }) => {
        const count = await work(context, all ? 'all' : ids, commandActor)
        if (json) shell.json({ [verb]: count })
        shell.say(`${counted(count, 'job')} ${done}`)
      })
    })
  withExamples(command, `daywire jobs ${verb} 3f9a1c02`, `daywire jobs ${verb} --all`)
}
