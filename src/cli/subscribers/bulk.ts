import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { BulkAction, BulkKind } from '../../core/entities/readers/bulk-action.ts'
import { confirmBulkAction, type WrittenInput } from '../../services/subscribers/bulk/confirm-bulk-action.ts'
import { freezeReaders } from '../../services/subscribers/bulk/freeze-readers.ts'
import { runBulkAction } from '../../services/subscribers/bulk/run-bulk-actions.ts'
import { dropBulkAction, undoBulkAction } from '../../services/subscribers/bulk/undo-bulk-action.ts'
import type { Context } from '../../services/context.ts'
import { wholeNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { done } from '../kit/done.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp, withDigest } from '../kit/with-app.ts'
import { bulkCounts } from './bulk-words.ts'
import { filterOf, withFilter, type FilterOptions } from './filter-options.ts'

type Options = FilterOptions & { reason?: string; confirm?: number }

/** `subscribers tag`, `pause`, `stop` …: for all readers that a filter finds, only after their number was confirmed. */
export function registerBulk(group: Command, shell: Shell): void {
  const begin = (name: BulkKind, about: string, example: string) =>
    withExamples(
      withFilter(group.command(name).description(about)).addOption(
        new Option('--confirm <number>', 'do it, if exactly this many readers are meant').argParser(
          wholeNumber,
        ),
      ),
      `daywire subscribers ${name} ${example}`,
    )
  begin('tag', 'add a tag to readers', 'ministries --search @ministry.example')
    .argument('<name>', 'the tag')
    .action((tag: string, typed: Options) => run(shell, 'tag', typed, { tag }))
  begin('untag', 'remove a tag from readers', 'ministries --state left')
    .argument('<name>', 'the tag')
    .action((tag: string, typed: Options) => run(shell, 'untag', typed, { tag }))
  begin('pause', 'pause the e-mails of readers', '2026-12-28 --tag ministries')
    .argument('<YYYY-MM-DD>', 'the day on which they get e-mails again')
    .option('--reason <text>', 'why')
    .action((until: string, typed: Options) => run(shell, 'pause', typed, { until }))
  begin('stop', 'end the subscriptions of readers', '--tag test --reason "the pilot is over" --confirm 12')
    .option('--reason <text>', 'why')
    .action((typed: Options) => run(shell, 'stop', typed, {}))
  begin(
    'resubscribe',
    'subscribe readers again who were stopped by an admin or a list',
    '--tag test --reason "stopped by mistake"',
  )
    .requiredOption('--reason <text>', 'why')
    .action((typed: Options) => run(shell, 'resubscribe', typed, {}))
  begin('erase', 'erase readers, in every digest; this cannot be undone', '--tag test --confirm 12').action(
    (typed: Options) => run(shell, 'erase', typed, {}),
  )
  registerUndo(group, shell)
}

function registerUndo(group: Command, shell: Shell): void {
  const undo = group
    .command('undo')
    .description(
      'undo what tag, untag, pause, stop or resubscribe did, except what readers have chosen since',
    )
    .argument('<number>', 'the number of the action', wholeNumber)
    .action((id: number) =>
      withApp(shell, async ({ context }) => {
        done(await undoBulkAction(context, id, commandActor))
        await finish(shell, context, id)
      }),
    )
  withExamples(undo, 'daywire subscribers undo 7')
}

async function run(
  shell: Shell,
  kind: BulkKind,
  typed: Options,
  input: Partial<WrittenInput>,
): Promise<void> {
  await withDigest(shell, { key: typed.digest }, async ({ context }, digest) => {
    const filter = await filterOf(context, digest, typed)
    const id = await freezeReaders(context, { digest, kind, target: { filter } }, commandActor)
    await runBulkAction(context, id, shell.signal)
    const total = (await context.store.bulkActions.byId(id))?.total ?? 0
    if (typed.confirm !== total) {
      await dropBulkAction(context, id, commandActor)
      shell.say(`${kind}: ${counted(total, 'reader')}; nothing was done. To do it, add --confirm ${total}`)
      if (typed.confirm !== undefined) shell.finish(exitCode.failed)
      return
    }
    const written = { tag: '', until: '', reason: typed.reason ?? '', number: String(total), ...input }
    const confirmed = await confirmBulkAction(context, id, written, commandActor)
    if (!confirmed.ok) await dropBulkAction(context, id, commandActor)
    done(confirmed, 'bad-input')
    await finish(shell, context, id)
  })
}

/** Runs the action in this process; if a signal interrupts it, the service finishes it. */
async function finish(shell: Shell, context: Context, id: number): Promise<void> {
  await runBulkAction(context, id, shell.signal)
  const action = await context.store.bulkActions.byId(id)
  if (action) for (const line of inWords(action)) shell.say(line)
  if (action?.state === 'running' || action?.state === 'undoing') shell.finish(exitCode.later)
}

function inWords(action: BulkAction): string[] {
  const { id, kind, state } = action
  if (state === 'running' || state === 'undoing') return [`interrupted; daywire serve continues action ${id}`]
  if (state === 'undone') return [`action ${id} is undone: ${bulkCounts(action)}`]
  const isUndoable = kind !== 'erase' && action.counts.changed > 0
  return [
    `${kind}: ${bulkCounts(action)}`,
    ...(isUndoable ? [`to undo it: daywire subscribers undo ${id}`] : []),
  ]
}
