import { Option, type Command } from 'commander'
import { roles } from '../../core/entities/account.ts'
import { commandActor, type Role } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { addAccount } from '../../services/accounts/managing/add-account.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { printLink } from './print-link.ts'

interface Options {
  role: Role
  digest?: string[]
  name?: string
}

/** `accounts add`: an account with one role; a one-time link lets its owner choose how to sign in. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('add an account and print a one-time link for its owner')
    .argument('<email>', 'their address')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--digest <key...>', 'only for these digests; by default for all digests and what they share')
    .option('--name <name>', 'their name, as the desk shows it')
    .action((email: string, { role, digest: keys, name = '' }: Options) =>
      withApp(shell, async ({ context }) => {
        const digests = await Promise.all((keys ?? []).map((key) => findDigest(context, key)))
        const grants = keys
          ? digests.map(({ id }) => ({ role, digest: id }))
          : [{ role, digest: 'all' as const }]
        const added = await addAccount(context, commandActor, { email, name, grants })
        if (!added.ok)
          throw new AppError('bad-input', said('account-not-added', { email, why: added.reason }))
        shell.say(`${added.email} is ${role} for ${keys ? keys.join(', ') : 'all digests'}`)
        printLink(shell, added.email, added.link)
      }),
    )
  withExamples(
    command,
    'daywire accounts add ada@example.org --role admin --name "Ada Example"',
    'daywire accounts add bo@example.org --role editor --digest daily',
  )
}
