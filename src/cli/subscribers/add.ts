import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { addSubscriber } from '../../services/subscribers/add-subscriber.ts'
import { commaList, digestOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'
import { said, saidOf } from '../../core/said/said.ts'

interface Options {
  digest?: string
  topics?: string[]
  days?: string[]
  hour?: string
  timeZone?: string
  name?: string
  again?: boolean
}

/** `subscribers add`: for people who asked in person; they get the next edition without confirming. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('add one subscriber who asked for the digest, active at once')
    .argument('<email>', 'their address')
    .addOption(digestOption())
    .addOption(
      new Option('--topics <ids>', 'topics, separated by commas; all if not given').argParser(commaList),
    )
    .addOption(
      new Option('--days <days>', 'days such as mon,fri; every day if not given').argParser(commaList),
    )
    .option('--hour <HH:MM>', "an hour of their own; the digest's if not given")
    .option('--time-zone <zone>', 'the time zone of that hour, such as Europe/Vienna')
    .option('--name <name>', 'their name')
    .option('--again', 'even if they have unsubscribed, because they asked to come back')
    .action((email: string, options: Options) =>
      withDigest(shell, { key: options.digest }, async ({ context }, digest) => {
        const { topics = [], days = [], hour = '', timeZone = '', name = '', again = false } = options
        const person = { email, topics, days, hour, timeZone, name }
        const added = await addSubscriber(context, digest, person, commandActor, again)
        if (!added.ok)
          throw new AppError('bad-input', said('fault-in', { place: added.field, why: saidOf(added) }))
        shell.say(
          added.outcome === 'known'
            ? `${added.email} subscribes to ${digest.key} already; nothing was changed`
            : `${added.email} gets ${digest.key} ${added.outcome === 'returned' ? 'again, ' : ''}from its next edition on`,
        )
      }),
    )
  withExamples(
    command,
    'daywire subscribers add reader@example.org',
    'daywire subscribers add reader@example.org --topics nuclear,missiles --days mon,thu --hour 08:30 --time-zone Europe/Vienna',
  )
}
