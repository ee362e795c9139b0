import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerList } from './list.ts'
import { registerSettle } from './settle.ts'

/** `jobs`: those that failed at every attempt, if several processes share a job queue. */
export function registerJobs(program: Command, shell: Shell): void {
  const group = program
    .command('jobs')
    .description(
      'jobs of the service that failed at every attempt (only on PostgreSQL, where processes share jobs)',
    )
  registerList(group, shell)
  registerSettle(group, shell, 'retry')
  registerSettle(group, shell, 'drop')
  withExamples(group, 'daywire jobs list')
}
