import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { countOld, deleteOld, type Retained } from '../services/retention/retention.ts'
import { byteSize } from '../core/text/byte-size.ts'
import { dryRunFlag, jsonFlag, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { table } from './kit/table.ts'
import { withApp } from './kit/with-app.ts'

const words: Record<Exclude<keyof Retained, 'editions'>, string> = {
  deliveries: 'deliveries, with the blocks of their editions',
  messages: 'messages',
  feedback: 'bounces and complaints; those that suppress an address are kept',
  hookTokens: 'tokens that came with reports by HTTP',
  readings: 'readings of sources',
  stories: 'stories that no edition carried and no source lists',
  pictures: 'pictures that nothing shows',
  signIns: 'sessions, one-time links and attempts to sign in that have ended',
  signUps: 'sign-ups that nobody confirmed',
  leavers: 'people who left every digest; a hash of the address is kept',
  bulkRows: 'the earlier states of readers, for bulk actions that can no longer be undone',
  warmUpReaders: 'who was included when, of warm-ups that have ended',
  approvals: 'approvals of editions that have ended',
  changes: 'changes of editions',
  audit: 'rows of the audit log',
}

/** `retention`: runs now what the scheduler does once a day. */
export function registerRetention(program: Command, shell: Shell): void {
  const command = program
    .command('retention')
    .description('delete what has been kept long enough, of each kind; totals of editions are kept')
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action(({ dryRun, json }: { dryRun?: boolean; json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const deleted = dryRun ? null : await deleteOld(context, commandActor)
        const old = deleted ?? (await countOld(context))
        if (json) shell.json(old)
        else
          shell.print(
            table(
              [dryRun ? 'would be deleted' : 'deleted', 'count'],
              Object.entries(words).map(([kind, said]) => [said, old[kind as keyof typeof words]]),
            ),
          )
        const total = Object.keys(words).reduce((sum, kind) => sum + old[kind as keyof typeof words], 0)
        shell.say(dryRun ? `would delete ${total} rows and pictures` : `deleted ${total} rows and pictures`)
        if (deleted && deleted.freed > 0) shell.say(`the database is ${byteSize(deleted.freed)} smaller`)
      }),
    )
  withExamples(command, 'daywire retention --dry-run')
}
