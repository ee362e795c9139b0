import type { Command } from 'commander'
import { findSubscription } from '../../services/subscribers/find-subscription.ts'
import { eraseSubscriber, removeSubscriber } from '../../services/subscribers/remove-subscriber.ts'
import { digestOption, dryRunFlag, withExamples } from '../arguments.ts'
import type { Shell } from '../context.ts'
import { withDigest } from '../with-app.ts'

interface Options {
  digest?: string
  erase?: boolean
  dryRun?: boolean
}

/** `subscribers remove`: unsubscribes; with `--erase` the person is gone from every digest. */
export function registerRemove(group: Command, shell: Shell): void {
  const command = group
    .command('remove')
    .description('unsubscribe an address from a digest, or erase the person')
    .argument('<email>', 'their address')
    .addOption(digestOption())
    .option('--erase', 'forget the person in every digest: address, name, choices, and what their mails held')
    .addOption(dryRunFlag())
    .action((email: string, { digest: key, erase, dryRun }: Options) =>
      withDigest(shell, { key }, async ({ house }, digest) => {
        if (dryRun) {
          const found = await findSubscription(house, digest, email)
          const what = erase
            ? `erase ${found.email} from every digest`
            : `unsubscribe ${found.email} from ${digest.key}`
          shell.say(
            found.status === 'active' || erase
              ? `would ${what}`
              : `${found.email} is ${found.status} already`,
          )
        } else if (erase) {
          await eraseSubscriber(house, digest, email, 'cli')
          shell.say(`${email} is erased`)
        } else {
          const outcome = await removeSubscriber(house, digest, email, 'cli')
          shell.say(
            outcome === 'done' ? `${email} is unsubscribed from ${digest.key}` : `${email} has left already`,
          )
        }
      }),
    )
  withExamples(
    command,
    'daywire subscribers remove reader@example.org',
    'daywire subscribers remove reader@example.org --erase --dry-run',
  )
}
