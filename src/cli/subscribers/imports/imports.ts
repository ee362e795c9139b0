import type { Command } from 'commander'
import { commandActor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import { english } from '../../../core/said/sentence.ts'
import { runImports } from '../../../services/imports/running/run-imports.ts'
import { importProgress, listImports } from '../../../services/imports/viewing/list-imports.ts'
import { jsonFlag, withExamples } from '../../kit/arguments.ts'
import type { Shell } from '../../kit/context.ts'
import { withApp } from '../../kit/with-app.ts'
import { inWords } from './import-report.ts'

const newest = 100

/** `subscribers imports`: the imports, newest first. */
export function registerImports(group: Command, shell: Shell): void {
  const command = group
    .command('imports')
    .description('list the imports, newest first, and how far each has got')
    .option('--resume', 'first resume imports that were interrupted')
    .addOption(jsonFlag())
    .action(({ resume = false, json = false }: { resume?: boolean; json?: boolean }) =>
      withApp(
        shell,
        async ({ context }) => {
          if (resume) await runImports(context, shell.signal)
          const now = context.clock.now()
          for (const one of await listImports(context, { before: null, count: newest }, commandActor))
            if (json) shell.json(plain(one))
            else shell.print(line(one, now))
        },
        { isBulk: true },
      ),
    )
  withExamples(command, 'daywire subscribers imports', 'daywire subscribers imports --resume')
}

const plain = ({ id, fileName, state, createdAt, counts, settings: { mode, basis } }: Import) => ({
  id,
  file: fileName,
  state,
  at: createdAt,
  mode,
  basis,
  ...counts,
})

function line(one: Import, now: Temporal.Instant): string {
  const { id, fileName, state, createdAt, counts, fault } = one
  const progress = importProgress(one, now)
  const far = progress && progress.total > 0 ? ` ${Math.floor((100 * progress.done) / progress.total)} %` : ''
  const left = progress?.secondsLeft == null ? '' : `, about ${progress.secondsLeft} s left`
  const undone =
    counts.undone + counts.kept > 0 ? `; ${counts.undone} restored, ${counts.kept} left unchanged` : ''
  const words = fault ? english(fault) : `${inWords(counts)}${undone}`
  return `${id}  ${createdAt.toString().slice(0, 16)}Z  ${state}${far}${left}  ${fileName}: ${words}`
}
