import { Option, type Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { AppError } from '../core/errors.ts'
import { oneLine } from '../core/text/text.ts'
import { approvalAwaited, endorsersOf } from '../services/editions/approvals.ts'
import { approve } from '../services/editions/approve.ts'
import { pickEdition } from '../services/editions/viewing/pick-edition.ts'
import { dateOption, numberOption, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { editionName, editionArguments } from './kit/outcome.ts'
import { withDigest } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'
import { text } from '../core/said/said.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  as?: string
  pass?: string[]
  reason?: string
}

const longestName = 100

function personOf(name: string | undefined): string {
  if (name === undefined) return 'cli'
  const person = oneLine(name)
  if (person === '' || person.length > longestName)
    throw new AppError(
      'bad-input',
      text(`--as takes a name of 1 to ${longestName} characters; nothing was approved`),
    )
  return person
}

const append = (check: string, before: string[] = []): string[] => [...before, check]

/** `approve`: exit 0 also if the edition was approved before; 1 if it cannot be approved. */
export function registerApprove(program: Command, shell: Shell): void {
  const command = program
    .command('approve')
    .description("approve a draft's revision: only what is approved is sent")
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--as <name>', 'who approves; without it, the command counts as one person'))
    .addOption(
      new Option('--pass <check>', 'waive a check that blocks it; can be given several times').argParser(
        append,
      ),
    )
    .addOption(new Option('--reason <text>', 'why the check is waived; kept with the approval'))
    .action((key: string | undefined, { date, number, as, pass = [], reason = '' }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const person = personOf(as)
        const passes = pass.map((check) => ({ check, reason }))
        const edition = await pickEdition(context, digest, date ?? null, number)
        const name = editionName(digest.key, edition)
        const words = editionArguments(digest.key, edition)
        const approved = await approve(context, edition, commandActor, { person, passes })
        if (approved.ok && approved.awaited === 0)
          shell.say(`${name} is approved; daywire deliver ${words} sends it`)
        else if (approved.ok)
          shell.say(
            `${name} ${english(approvalAwaited(digest, await endorsersOf(context, edition)))}: daywire approve ${words} --as NAME`,
          )
        else shell.say(`${name}: ${english(approved)}`)
        if (!approved.ok && approved.blocking.length > 0)
          shell.say(`see all that was found with: daywire editions check ${words}`)
        const wasApproved = ['approved', 'sending', 'sent'].includes(edition.status)
        if (!approved.ok && !wasApproved) shell.finish(exitCode.failed)
      }),
    )
  withExamples(
    command,
    'daywire approve daily',
    'daywire approve daily --date 2026-11-23',
    'daywire approve daily --as "Ada Lovelace"',
    'daywire approve daily --pass repeats --reason "the story is repeated on purpose"',
  )
}
