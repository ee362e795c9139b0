import { InvalidArgumentError, Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { Rule } from '../../core/entities/newsroom.ts'
import { addRule, listRules, removeRule } from '../../services/collecting/managing/rules.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  add?: Rule
  remove?: number
  json?: boolean
}

/** `sources rules`: lists the rules of a source or of the newsroom, after adding or removing one. */
export function registerRules(group: Command, shell: Shell): void {
  const command = group
    .command('rules')
    .description('show or change what is kept or left out of one source, or of every source if none is named')
    .argument('[name]', 'the name of the source')
    .addOption(new Option('--add <rule>', ruleForm).argParser(readRule).conflicts('remove'))
    .addOption(new Option('--remove <number>', 'remove the rule with this number').argParser(ruleNumber))
    .addOption(jsonFlag())
    .action((name: string | undefined, { add, remove, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const source = name ?? null
        const rules = add
          ? await addRule(context, source, add, commandActor)
          : remove
            ? await removeRule(context, source, remove, commandActor)
            : await listRules(context, source)
        for (const [index, rule] of rules.entries())
          if (json) shell.json(rule)
          else shell.print(`${index + 1}. ${ruleInWords(rule)}`)
        shell.say(`${counted(rules.length, 'rule')} of ${name ?? 'every source'}`)
      }),
    )
  withExamples(
    command,
    'daywire sources rules "Example Wire" --add "leave-out category Sports, Weather"',
    'daywire sources rules --add "leave-out words video: , live blog"',
    'daywire sources rules "Example Wire" --remove 1',
  )
}

/** A rule in written form: `leave-out category Sports, Weather`. */
const ruleInWords = ({ action, where, any }: Rule): string => `${action} ${where} ${any.join(', ')}`

export const ruleForm = 'keep or leave-out, then words, category or author, then phrases separated by commas'

/** Reads a rule in written form: `leave-out category Sports, Weather`. */
export function readRule(text: string): Rule {
  const match = /^\s*(keep|leave-out)\s+(words|category|author)\s+(\S.*)$/su.exec(text)
  const any = match?.[3]?.split(',').map((phrase) => phrase.trim()).filter(Boolean) ?? [] // prettier-ignore
  if (!match || any.length === 0) throw new InvalidArgumentError(`Write ${ruleForm}.`)
  return { action: match[1] as Rule['action'], where: match[2] as Rule['where'], any }
}

function ruleNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write the number of a rule as the list shows it.')
}
