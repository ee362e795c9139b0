import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { abandonEdition } from '../../services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../services/editions/stopping/continue-edition.ts'
import { correctEdition } from '../../services/editions/stopping/correct-edition.ts'
import { stopEdition } from '../../services/editions/stopping/stop-edition.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { dateOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { App, Shell } from '../kit/context.ts'
import { countsInWords, editionName, editionArguments, stopHints } from '../kit/outcome.ts'
import { done } from '../kit/done.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
}

interface Chosen {
  context: App['context']
  digest: Digest
  edition: Edition
  /** `daily of 2026-11-23`, and as arguments of a command. */
  name: string
  words: string
}

/** Registers a command that acts on one edition. */
function verb<Own extends object>(
  shell: Shell,
  command: Command,
  work: (chosen: Chosen, own: Own) => Promise<void>,
): Command {
  return command
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .action((key: string | undefined, { date, number, ...own }: Options & Own) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const named = { name: editionName(digest.key, edition), words: editionArguments(digest.key, edition) }
        await work({ context, digest, edition, ...named }, own as unknown as Own)
      }),
    )
}

/** `editions stop`: pauses an edition. */
export function registerStop(group: Command, shell: Shell): void {
  const command = verb<{ reason: string }>(
    shell,
    group
      .command('stop')
      .description(
        'pause an edition: only e-mails that are already being sent are finished, and nothing is given up',
      )
      .requiredOption('--reason <text>', 'why, shown until the edition continues'),
    async ({ context, digest, edition, name }, { reason }) => {
      const { gone, waiting } = done(await stopEdition(context, edition, reason, commandActor))
      shell.say(`${name} is stopped: ${gone} gone, ${waiting} waiting`)
      for (const hint of stopHints(digest.key, edition)) shell.say(hint)
    },
  )
  withExamples(command, 'daywire editions stop daily --reason "the lead story is wrong"')
}

/** `editions continue`: resumes a stopped edition. */
export function registerContinue(group: Command, shell: Shell): void {
  const command = verb(
    shell,
    group.command('continue').description('let a stopped edition go on as it was'),
    async ({ context, edition, name, words }) => {
      const { waiting } = done(await continueEdition(context, edition, commandActor))
      shell.say(`${name} continues: ${waiting} waiting`)
      if (edition.status === 'draft') shell.say(`it still needs approval: daywire approve ${words}`)
      else shell.say(`daywire deliver ${words} sends it; daywire serve does so automatically`)
    },
  )
  withExamples(command, 'daywire editions continue daily')
}

/** `editions correct`: makes a stopped edition a draft for the readers who have not got it. */
export function registerCorrect(group: Command, shell: Shell): void {
  const command = verb(
    shell,
    group
      .command('correct')
      .description(
        'make a stopped edition a draft again, for readers who are still waiting; those who have it keep it',
      ),
    async ({ context, edition, name, words }) => {
      const { gone, waiting, revision } = done(await correctEdition(context, edition, commandActor))
      shell.say(`${name} is a draft again, revision ${revision}: ${gone} gone, ${waiting} waiting`)
      shell.say(`change it and look at it: daywire preview ${words}`)
      shell.say(`it is sent once a person has approved it: daywire approve ${words}`)
    },
  )
  withExamples(command, 'daywire editions correct daily')
}

/** `editions abandon`: ends a stopped edition for good. */
export function registerAbandon(group: Command, shell: Shell): void {
  const command = verb<{ reason?: string }>(
    shell,
    group
      .command('abandon')
      .description('end an edition that is stopped or being corrected; its waiting e-mails are skipped')
      .addOption(
        new Option(
          '--reason <text>',
          'why, kept with every e-mail that was not sent; by default why the edition was stopped',
        ),
      ),
    async ({ context, edition, name }, { reason }) => {
      const { counts, carried } = done(await abandonEdition(context, edition, reason ?? null, commandActor))
      shell.say(`${name} is abandoned: ${countsInWords(counts)}`)
      if (!carried) shell.say('no e-mail had been sent; the next edition takes its stories')
    },
  )
  withExamples(
    command,
    'daywire editions abandon daily',
    'daywire editions abandon daily --reason "too late"',
  )
}
