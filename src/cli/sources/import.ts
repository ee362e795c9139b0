import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import { importOpml, type ImportedList } from '../../services/collecting/managing/import-opml.ts'
import { dryRunFlag, jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp } from '../kit/with-app.ts'
import { said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  dryRun?: boolean
  json?: boolean
}

/** `sources import`: the feeds of an OPML list from another feed reader. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description('add the feeds of an OPML list, as feed readers write it; feeds that are already there stay')
    .argument('<file>', 'the list')
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action(async (file: string, options: Options) => {
      const bytes = await readFile(resolve(shell.cwd, file)).catch((cause: unknown) => {
        throw new AppError('bad-input', said('cannot-read', { file, why: reasonOf(cause) }), { cause })
      })
      const list = await withApp(shell, ({ context }) =>
        importOpml(context, { name: file, bytes }, options.dryRun ?? false, commandActor),
      )
      report(shell, list, options)
    })
  withExamples(command, 'daywire sources import feeds.opml --dry-run', 'daywire sources import feeds.opml')
}

function report(shell: Shell, { feeds, folders }: ImportedList, { dryRun, json }: Options): void {
  const count = (outcome: string) => feeds.filter((feed) => feed.outcome === outcome).length
  if (json) for (const feed of feeds) shell.json(feed)
  else
    for (const { name, location, outcome, reason } of feeds)
      shell.print(`${outcome}: ${name}, ${location}${reason === null ? '' : `: ${english(reason)}`}`)
  if (folders > 0)
    shell.say(
      `${counted(folders, 'folder')} of the list ${folders === 1 ? 'is' : 'are'} not kept: the feeds are added without them`,
    )
  shell.say(
    `${dryRun ? 'would import' : 'imported'}: ${count('added')} new, ${count('skipped')} there already, ${count('rejected')} rejected of ${counted(feeds.length, 'feed')}`,
  )
  if (count('added') > 0 && !dryRun) shell.say('daywire collect reads them')
  if (count('rejected') > 0) shell.finish(exitCode.part)
}
