import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { disableAccount, enableAccount } from '../../services/accounts/managing/disable-account.ts'
import { findAccount } from '../../services/accounts/managing/find-account.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `accounts disable` and `accounts enable`. Accounts are not deleted, so that their past actions keep a name. */
export function registerDisable(group: Command, shell: Shell): void {
  const disable = group
    .command('disable')
    .description('stop an account from signing in, and sign it out everywhere at once')
    .argument('<email>', 'whose account')
    .action((email: string) =>
      withApp(shell, async ({ context }) => {
        const account = await findAccount(context, email)
        const outcome = await disableAccount(context, commandActor, account.id)
        shell.say(
          outcome === 'done'
            ? `${account.email} is disabled and signed out`
            : `${account.email} is disabled already; nothing was changed`,
        )
      }),
    )
  withExamples(disable, 'daywire accounts disable ada@example.org')
  const enable = group
    .command('enable')
    .description('let a disabled account sign in again, as before')
    .argument('<email>', 'whose account')
    .action((email: string) =>
      withApp(shell, async ({ context }) => {
        const account = await findAccount(context, email)
        const outcome = await enableAccount(context, commandActor, account.id)
        shell.say(
          outcome === 'done'
            ? `${account.email} may sign in again`
            : `${account.email} is not disabled; nothing was changed`,
        )
      }),
    )
  withExamples(enable, 'daywire accounts enable ada@example.org')
}
