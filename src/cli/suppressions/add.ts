import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { suppressAddress } from '../../services/subscribers/suppress.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  reason: string
  dryRun?: boolean
}

/** `suppressions add`: also for addresses that are in no list yet. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('stop e-mailing an address, whether it is subscribed or not; no list brings it back')
    .argument('<email>', 'the address')
    .requiredOption('--reason <text>', 'why, in a few words')
    .addOption(dryRunFlag())
    .action((email: string, { reason, dryRun = false }: Options) =>
      withApp(shell, async ({ context }) => {
        const change = await suppressAddress(context, email, { reason, actor: commandActor, dryRun })
        if (change.outcome === 'already')
          shell.say(
            `${change.email} is suppressed already, since ${change.before?.at.toString().slice(0, 10) ?? 'just now'}: ${change.before?.reason ?? ''}; nothing was changed`,
          )
        else
          shell.say(
            dryRun ? `would suppress ${change.email}` : `${change.email} is suppressed: it gets no e-mail`,
          )
      }),
    )
  withExamples(command, 'daywire suppressions add reader@example.org --reason "asked by phone"')
}
