import { InvalidArgumentError, Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { Limits } from '../../core/smtp/limits.ts'
import { changeLimits, limitsOf, restingDomains, type Resting } from '../../services/sending/limits/limits.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

type Given = number | 'none'

interface Options {
  perMinute?: Given
  connections?: Given
  perConnection?: Given
  domain?: string
  json?: boolean
}

/** `limits show`, `limits set`. */
export function registerLimits(program: Command, shell: Shell): void {
  const group = program
    .command('limits')
    .description('how fast e-mails may be sent, by all processes together')
  withExamples(
    group
      .command('show')
      .description('show the limits, and the domains that are resting')
      .addOption(jsonFlag())
      .action(({ json }: Options) =>
        withApp(shell, async ({ context }) => {
          const rests = await restingDomains(context)
          show(shell, await limitsOf(context), json ?? false, rests)
        }),
      ),
    'daywire limits show',
  )
  registerSet(group, shell)
  withExamples(group, 'daywire limits show')
}

function registerSet(group: Command, shell: Shell): void {
  const count = (flags: string, about: string) => new Option(flags, about).argParser(countOrNone)
  const set = group
    .command('set')
    .description('change limits; senders follow them within seconds, and `none` removes one')
    .addOption(
      new Option('--domain <domain>', 'only e-mails to it; * is each domain that has no limit of its own'),
    )
    .addOption(count('--per-minute <n>', 'e-mails a minute, in all or to the domain'))
    .addOption(count('--connections <n>', 'how many connections may send to the domain at the same time'))
    .addOption(count('--per-connection <n>', 'e-mails over one connection'))
    .addOption(jsonFlag())
    .action(({ domain, json, ...given }: Options) => {
      const perMinute = limitOf(given.perMinute)
      const connections = limitOf(given.connections)
      const perConnection = limitOf(given.perConnection)
      if ([perMinute, connections, perConnection].every((value) => value === undefined))
        set.error('error: give a limit, such as --per-minute 600')
      if (domain !== undefined && perConnection !== undefined)
        set.error('error: --per-connection is for all connections; leave out --domain')
      if (domain === undefined && connections !== undefined)
        set.error('error: --connections needs a --domain')
      return withApp(shell, async ({ context }) => {
        const change =
          domain === undefined ? { perMinute } : { domain: { name: domain, perMinute, connections } }
        show(shell, await changeLimits(context, { ...change, perConnection }, commandActor), json ?? false)
      })
    })
  withExamples(
    set,
    'daywire limits set --per-minute 6000',
    'daywire limits set --domain mail.example --per-minute 100 --connections 2',
    'daywire limits set --domain mail.example --per-minute none',
  )
}

const limitOf = (given: Given | undefined) => (given === 'none' ? null : given)

function countOrNone(text: string): Given {
  if (text === 'none') return text
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number greater than 0, or none.')
}

function show(shell: Shell, limits: Limits, json: boolean, rests?: Resting[]): void {
  if (json) return shell.json(rests ? { ...limits, resting: rests } : limits)
  const word = (value: number | null) => (value === null ? 'none' : String(value))
  const { perMinute, perConnection, domains } = limits
  shell.print(
    table(
      ['e-mails to', 'a minute', 'connections', 'a connection'],
      [
        ['all', word(perMinute), '', word(perConnection)],
        ...Object.entries(domains).map(([name, limit]) => [
          name,
          word(limit.perMinute),
          word(limit.connections),
          '',
        ]),
      ],
    ),
  )
  for (const { domain, until } of rests ?? [])
    shell.print(`${domain} asked for fewer e-mails and rests until ${until.toString()}`)
}
