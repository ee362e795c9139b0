import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { removeSubscriber, type Removed } from '../../services/subscribers/remove-subscriber.ts'
import { digestOption, dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  digest?: string
  erase?: boolean
  suppress?: boolean
  reason?: string
  dryRun?: boolean
}

/** `subscribers remove`: unsubscribes; `--suppress` also stops all further e-mails to the address, `--erase` erases the person's data. */
export function registerRemove(group: Command, shell: Shell): void {
  const command = group
    .command('remove')
    .description('unsubscribe an address from a digest, suppress it, or erase the person')
    .argument('<email>', 'their address')
    .addOption(digestOption())
    .option('--suppress', 'stop e-mailing the address, from any digest, until `suppressions lift`')
    .addOption(new Option('--reason <text>', 'why it is suppressed').default('removed by an admin'))
    .option(
      '--erase',
      'delete the person’s data in every digest: address, name, choices, and what their e-mails contained',
    )
    .addOption(dryRunFlag())
    .action(
      (email: string, { digest: key, erase = false, suppress, reason = '', dryRun = false }: Options) => {
        if (!suppress && command.getOptionValueSource('reason') === 'cli')
          command.error('error: --reason says why an address is suppressed; use it with --suppress')
        return withDigest(shell, { key }, async ({ context }, digest) => {
          const removal = { erase, suppress: suppress ? reason : null, dryRun }
          const removed = await removeSubscriber(context, digest, email, removal, commandActor)
          for (const line of inWords(removed, digest.key, erase, dryRun)) shell.say(line)
        })
      },
    )
  withExamples(
    command,
    'daywire subscribers remove reader@example.org',
    'daywire subscribers remove reader@example.org --suppress --reason "asked by phone"',
    'daywire subscribers remove reader@example.org --erase --dry-run',
  )
}

function inWords(
  { email, was, unsubscribed, suppressed }: Removed,
  digest: string,
  erase: boolean,
  dryRun: boolean,
): string[] {
  const say = (done: string, would: string) => (dryRun ? `would ${would}` : done)
  const left =
    was === 'unsubscribed'
      ? `${email} has already unsubscribed`
      : `${email} is ${was}, and already gets nothing of ${digest}`
  return [
    ...(unsubscribed === 'done'
      ? [say(`${email} is unsubscribed from ${digest}`, `unsubscribe ${email} from ${digest}`)]
      : erase || suppressed === 'done'
        ? []
        : [left]),
    ...(suppressed === 'done' ? [say(`${email} is suppressed: it gets no digest`, `suppress ${email}`)] : []),
    ...(suppressed === 'already' ? [`${email} is suppressed already`] : []),
    ...(erase ? [say(`${email} is erased`, `erase ${email} from every digest`)] : []),
  ]
}
