import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { liftSuppression } from '../../services/subscribers/suppress.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  reason: string
  dryRun?: boolean
}

/** `suppressions lift`: the address may be e-mailed again; its subscriptions stay as they were. */
export function registerLift(group: Command, shell: Shell): void {
  const command = group
    .command('lift')
    .description('let an address be mailed again; whoever has unsubscribed stays so')
    .argument('<email>', 'the address')
    .requiredOption('--reason <text>', 'why, in a few words; it is kept in the audit')
    .addOption(dryRunFlag())
    .action((email: string, { reason, dryRun = false }: Options) =>
      withApp(shell, async ({ context }) => {
        const change = await liftSuppression(context, email, { reason, actor: commandActor, dryRun })
        if (change.outcome === 'already') shell.say(`${change.email} is not suppressed; nothing was changed`)
        else
          shell.say(
            `${dryRun ? `would let ${change.email} be mailed` : `${change.email} may be mailed`} again; it was suppressed: ${change.before?.reason ?? ''}`,
          )
      }),
    )
  withExamples(command, 'daywire suppressions lift reader@example.org --reason "the mailbox works again"')
}
