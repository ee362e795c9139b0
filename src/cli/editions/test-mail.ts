import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { sendTestMails } from '../../services/editions/viewing/preview/send-test-mails.ts'
import { listTestAddresses } from '../../services/editions/viewing/preview/test-addresses.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { sendMessages } from '../../services/sending/outbox/send-messages.ts'
import { commaList, dateOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withHint } from '../kit/hints.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  to?: string[]
  topics?: string[]
  subscriber?: string
}

/** `editions test-mail`: sends an e-mail of an edition to a few addresses, to view it in real mail programs. */
export function registerTestMail(group: Command, shell: Shell): void {
  const command = group
    .command('test-mail')
    .description(
      'send an edition as a test e-mail to a few addresses; its subject is marked, and its links open nothing',
    )
    .argument('[digest]', 'the digest, if there are several')
    .option(
      '--to <emails>',
      'the addresses, separated by commas, at most 10; the saved ones if not given',
      commaList,
    )
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--topics <ids>', 'as readers of these topics get it').argParser(commaList))
    .addOption(new Option('--subscriber <email>', 'as this subscriber gets it').conflicts('topics'))
    .action((key: string | undefined, { date, number, to, topics = [], subscriber }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const wanted =
          subscriber === undefined
            ? ({ kind: 'topics', topics } as const)
            : ({ kind: 'subscriber', email: subscriber } as const)
        const addresses = to ?? (await listTestAddresses(context, digest, commandActor))
        const asked = { digest, edition, wanted, to: addresses }
        const sent = await sendTestMails(context, asked, commandActor)
        if (!sent.ok) {
          shell.say(withHint(sent))
          return shell.finish(exitCode.failed)
        }
        await sendMessages(context, shell.signal)
        shell.say(`“${sent.subject}” was written to ${counted(sent.to.length, 'address', 'addresses')}`)
        return shell.say('daywire messages shows what happened to each')
      }),
    )
  withExamples(
    command,
    'daywire editions test-mail daily',
    'daywire editions test-mail daily --to ada@example.org,ben@example.org',
    'daywire editions test-mail daily --to ada@example.org --topics nuclear,missiles',
  )
}
