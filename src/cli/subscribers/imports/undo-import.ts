import type { Command } from 'commander'
import { commandActor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { said, saidOf } from '../../../core/said/said.ts'
import { runImport } from '../../../services/imports/running/run-imports.ts'
import { undoForReader } from '../../../services/imports/undoing/undo-for-reader.ts'
import { undoImport } from '../../../services/imports/undoing/undo-import.ts'
import { findImport } from '../../../services/imports/viewing/list-imports.ts'
import { wholeNumber, withExamples } from '../../kit/arguments.ts'
import type { App, Shell } from '../../kit/context.ts'
import { withApp } from '../../kit/with-app.ts'

/** `subscribers undo-import`: reverts an import, except where somebody has chosen something since. */
export function registerUndoImport(group: Command, shell: Shell): void {
  const command = group
    .command('undo-import')
    .description('undo what an import changed, except what readers have chosen since')
    .argument('<id>', 'the number of the import, as shown by `subscribers imports`', wholeNumber)
    .option('--reader <email>', 'only for this reader')
    .action((id: number, { reader }: { reader?: string }) =>
      withApp(shell, ({ context }) => undo(shell, context, id, reader), { isBulk: true }),
    )
  withExamples(
    command,
    'daywire subscribers undo-import 3',
    'daywire subscribers undo-import 3 --reader anna@example.org',
  )
}

async function undo(shell: Shell, context: App['context'], id: number, reader?: string): Promise<void> {
  const one = await findImport(context, id, commandActor)
  if (!one) throw new AppError('not-found', said('import-unknown', { id }))
  if (reader !== undefined) {
    const undone = await undoForReader(context, one, reader, commandActor)
    if (!undone.ok) throw new AppError('conflict', saidOf(undone))
    const words =
      undone.outcome === 'undone' ? 'is as before the import' : 'has chosen something since, which was kept'
    return shell.say(`${reader} ${words}`)
  }
  // An interrupted undo is continued.
  const started = one.state === 'undoing' ? null : await undoImport(context, one, commandActor)
  if (started && !started.ok) throw new AppError('conflict', saidOf(started))
  await runImport(context, id, shell.signal)
  const now = await findImport(context, id, commandActor)
  const { undone = 0, kept = 0 } = now?.counts ?? {}
  shell.say(
    now?.state === 'undone'
      ? `${undone} restored${kept > 0 ? `, ${kept} left unchanged because they have changed since` : ''}`
      : `the undo continues: \`daywire subscribers imports\` shows how far it has got`,
  )
}
