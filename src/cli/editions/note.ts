import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { inEdition } from '../../services/editions/changing/make-change.ts'
import { setNote } from '../../services/editions/changing/edition/set-note.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { requireChanged } from './changed.ts'
import { changedHints, editionName } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'
import { text as textSaid } from '../../core/said/said.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  clear?: boolean
}

export const clearOption = () => new Option('--clear', 'remove it')

/** The text to set; null with `--clear`, which allows no text. */
export function textOr(text: string | undefined, clear: boolean | undefined): string | null {
  if (clear && text !== undefined)
    throw new AppError(
      'bad-input',
      textSaid('write either the text or --clear, not both; nothing was changed'),
    )
  return clear ? null : (text ?? '')
}

/** `editions note`: a note of the editors at the top of an edition's e-mails. */
export function registerNote(group: Command, shell: Shell): void {
  const command = group
    .command('note')
    .description('put a note from the editors at the beginning of an edition’s e-mails')
    .argument('<digest>', 'the digest')
    .argument('[text]', 'the note, plain text; an empty line begins a new paragraph')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(clearOption())
    .action((key: string, text: string | undefined, { date, number, clear }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const words = { text: textOr(text, clear) }
        const changed = requireChanged(await setNote(context, inEdition(edition), words, commandActor))
        shell.say(`${editionName(digest.key, edition)} ${clear ? 'has no note now' : 'has the note'}`)
        for (const hint of changedHints(digest.key, edition, changed)) shell.say(hint)
      }),
    )
  withExamples(
    command,
    'daywire editions note daily "Tomorrow is a holiday; we are back on Monday."',
    'daywire editions note daily --clear',
  )
}
