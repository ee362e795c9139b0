import type { Command } from 'commander'
import { countOld, throwAway } from '../services/sending/retention.ts'
import { dryRunFlag, jsonFlag, withExamples } from './arguments.ts'
import type { Shell } from './context.ts'
import { withApp } from './with-app.ts'

/** `retention`: what the scheduler does once a day, now. */
export function registerRetention(program: Command, shell: Shell): void {
  const command = program
    .command('retention')
    .description('throw away deliveries, blocks and messages older than 90 days; totals of editions stay')
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action(({ dryRun, json }: { dryRun?: boolean; json?: boolean }) =>
      withApp(shell, async ({ house }) => {
        const old = dryRun ? await countOld(house) : await throwAway(house, 'cli')
        if (json) shell.json(old)
        const words = `${old.deliveries} deliveries of ${old.editions} editions, and ${old.messages} messages`
        shell.say(dryRun ? `would throw away ${words}` : `threw away ${words}`)
      }),
    )
  withExamples(command, 'daywire retention --dry-run')
}
