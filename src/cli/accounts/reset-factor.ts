import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { findAccount } from '../../services/accounts/managing/find-account.ts'
import { resetFactor } from '../../services/accounts/managing/reset-factor.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { printLink } from './print-link.ts'

/** `accounts reset-factor`: for somebody who lost their device. */
export function registerResetFactor(group: Command, shell: Shell): void {
  const command = group
    .command('reset-factor')
    .description(
      'remove an account’s authenticator app, recovery codes and passkeys, sign it out everywhere, and print a link',
    )
    .argument('<email>', 'whose account')
    .action((email: string) =>
      withApp(shell, async ({ context }) => {
        const account = await findAccount(context, email)
        const link = await resetFactor(context, commandActor, account.id)
        shell.say(`${account.email} has no second factor and no passkey now, and is signed out everywhere`)
        printLink(shell, account.email, link)
      }),
    )
  withExamples(command, 'daywire accounts reset-factor ada@example.org')
}
