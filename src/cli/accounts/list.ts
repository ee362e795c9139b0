import type { Command } from 'commander'
import type { Account } from '../../core/entities/account.ts'
import { commandActor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { listAccounts } from '../../services/accounts/managing/list-accounts.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

/** `accounts list`: who may sign in, with which roles, and how. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list who may sign in, with which roles, and how')
    .addOption(jsonFlag())
    .action(({ json = false }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const accounts = await listAccounts(context, commandActor)
        const digests = await listDigests(context)
        if (json) for (const account of accounts) shell.json({ ...account, grants: named(account, digests) })
        else if (accounts.length > 0)
          shell.print(
            table(
              ['address', 'name', 'roles', 'signs in by', 'last'],
              accounts.map((account) => [
                account.email,
                account.name,
                named(account, digests)
                  .map(({ role, digest }) => (digest === 'all' ? role : `${role} of ${digest}`))
                  .join(', '),
                waysOf(account),
                account.disabledAt
                  ? 'disabled'
                  : (account.lastSignInAt?.toString({ smallestUnit: 'minute' }) ?? 'never'),
              ]),
            ),
          )
        shell.say(counted(accounts.length, 'account'))
        if (accounts.length === 0) shell.say('add the first: daywire accounts add EMAIL --role admin')
      }),
    )
  withExamples(command, 'daywire accounts list', 'daywire accounts list --json')
}

const named = ({ grants }: Account, digests: readonly Digest[]) =>
  grants.map(({ role, digest }) => ({
    role,
    digest: digest === 'all' ? 'all' : (digests.find(({ id }) => id === digest)?.key ?? String(digest)),
  }))

function waysOf({ hasPassword, hasTotp, passkeys }: Account): string {
  const ways = [
    ...(passkeys > 0 ? [counted(passkeys, 'passkey')] : []),
    ...(hasPassword ? [hasTotp ? 'password and app' : 'password'] : []),
  ]
  return ways.join(', ') || 'nothing yet'
}
