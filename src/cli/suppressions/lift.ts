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
    .description('allow e-mails to an address again; people who have unsubscribed stay unsubscribed')
    .argument('<email>', 'the address')
    .requiredOption('--reason <text>', 'why, in a few words; it is kept in the audit log')
    .addOption(dryRunFlag())
    .action((email: string, { reason, dryRun = false }: Options) =>
      withApp(shell, async ({ context }) => {
        const change = await liftSuppression(context, email, { reason, actor: commandActor, dryRun })
        if (change.outcome === 'already') shell.say(`${change.email} is not suppressed; nothing was changed`)
        else
          shell.say(
            `${dryRun ? `would allow e-mails to ${change.email}` : `${change.email} may get e-mails`} again; it was suppressed: ${change.before?.reason ?? ''}`,
          )
      }),
    )
  withExamples(command, 'daywire suppressions lift reader@example.org --reason "the mailbox works again"')
}
