import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { zoneLine } from '../../core/smtp/dkim-record.ts'
import {
  inDns,
  newDkimKey,
  showDkimKeys,
  stopSigning,
  useDkimKey,
  type ShownKey,
} from '../../services/sending/dkim.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

/** `dkim new`, `show`, `use`, `off`. The secret part of a key is never printed. */
export function registerDkim(program: Command, shell: Shell): void {
  const group = program.command('dkim').description('keys that sign e-mails, and their DNS records')
  registerNew(group, shell)
  registerShow(group, shell)
  registerUse(group, shell)
  registerOff(group, shell)
  withExamples(group, 'daywire dkim new', 'daywire dkim use dw202611')
}

function registerNew(group: Command, shell: Shell): void {
  const command = group
    .command('new')
    .description('make a key and print its DNS record; it signs nothing until `dkim use`')
    .option('--domain <domain>', "the domain to sign for; the sender's if not given")
    .option('--selector <name>', 'its name in DNS; by default one for this month')
    .addOption(jsonFlag())
    .action(({ json, ...wanted }: { domain?: string; selector?: string; json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const key = await newDkimKey(context, wanted, commandActor)
        printKey(shell, key, json)
        shell.say('put that into DNS; if a form asks only for the value, --json shows it in one piece')
        shell.say(`once it is there: daywire dkim use ${key.selector}`)
      }),
    )
  withExamples(command, 'daywire dkim new', 'daywire dkim new --domain example.org --selector dw2')
}

function registerShow(group: Command, shell: Shell): void {
  const command = group
    .command('show')
    .description('show each key with its DNS record, and whether DNS has it')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const keys = await showDkimKeys(context)
        for (const key of keys) {
          printKey(shell, key, json)
          shell.say(
            `${key.name} ${english(inDns[key.dns])}, ${key.signs ? 'and signs' : 'and signs nothing'}`,
          )
        }
        if (keys.length === 0) shell.say('there is no key; `daywire dkim new` makes one')
      }),
    )
  withExamples(command, 'daywire dkim show', 'daywire dkim show --json')
}

function registerUse(group: Command, shell: Shell): void {
  const command = group
    .command('use')
    .description('sign with a key from now on, if DNS has it')
    .argument('<selector>', 'its selector, or its whole name in DNS')
    .option('--unchecked', 'sign with it even if DNS does not have it')
    .addOption(jsonFlag())
    .action((selector: string, { unchecked, json }: { unchecked?: boolean; json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const key = await useDkimKey(context, selector, unchecked ?? false, commandActor)
        if (json) shell.json(key)
        shell.say(`e-mails are signed with ${key.name} from now on`)
      }),
    )
  withExamples(command, 'daywire dkim use dw202611')
}

function registerOff(group: Command, shell: Shell): void {
  const command = group
    .command('off')
    .description('stop signing; the keys stay')
    .action(() =>
      withApp(shell, async ({ context }) => {
        await stopSigning(context, commandActor)
        shell.say('Daywire no longer signs e-mails')
      }),
    )
  withExamples(command, 'daywire dkim off')
}

function printKey(shell: Shell, key: ShownKey, json: boolean | undefined): void {
  if (json) shell.json(key)
  else shell.print(zoneLine(key.name, key.record))
}
