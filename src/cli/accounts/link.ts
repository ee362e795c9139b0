import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { findAccount } from '../../services/accounts/managing/find-account.ts'
import { linkAccount } from '../../services/accounts/managing/link-account.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { printLink } from './print-link.ts'

/** `accounts link`: for somebody who lost their password, or the link they were sent. */
export function registerLink(group: Command, shell: Shell): void {
  const command = group
    .command('link')
    .description(
      'print a one-time link to choose a new password or passkey; a second factor is still asked for',
    )
    .argument('<email>', 'whose account')
    .action((email: string) =>
      withApp(shell, async ({ context }) => {
        const account = await findAccount(context, email)
        printLink(shell, account.email, await linkAccount(context, commandActor, account.id))
      }),
    )
  withExamples(command, 'daywire accounts link ada@example.org')
}
