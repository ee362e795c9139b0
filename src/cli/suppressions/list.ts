import type { Command } from 'commander'
import { findSuppression, listSuppressions } from '../../services/subscribers/suppress.ts'
import type { Suppression } from '../../core/entities/subscription.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `suppressions list`: line by line. An address of nobody in the lists is kept as a hash alone, and found by asking for it. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list all of them, or check whether one address is among them')
    .argument('[email]', 'an address to look for')
    .addOption(jsonFlag())
    .action((email: string | undefined, { json = false }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const show = (one: Suppression) => {
          if (json)
            shell.json({ email: one.email, hash: one.hash, reason: one.reason, at: one.at.toString() })
          else shell.print(inWords(one))
        }
        if (email === undefined) {
          let count = 0
          for await (const one of listSuppressions(context)) {
            show(one)
            count += 1
          }
          return shell.say(counted(count, 'suppression'))
        }
        const found = await findSuppression(context, email)
        if (found.suppression) show({ ...found.suppression, email: found.email })
        else shell.say(`${found.email} is not suppressed`)
      }),
    )
  withExamples(
    command,
    'daywire suppressions list',
    'daywire suppressions list reader@example.org',
    'daywire suppressions list --json',
  )
}

function inWords({ email, hash, reason, at }: Suppression): string {
  const who = email ?? `(hash ${hash.slice(0, 8)}, not a subscriber)`
  return `${who.padEnd(36)}  ${at.toString().slice(0, 10)}  ${reason}`
}
