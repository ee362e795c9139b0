import type { Command } from 'commander'
import { isUnproven } from '../../services/collecting/managing/probe-source.ts'
import { listSources } from '../../services/collecting/managing/list-sources.ts'
import { english } from '../../core/said/sentence.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list every source and its state')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const sources = await listSources(context)
        if (json) for (const source of sources) shell.json(source)
        else if (sources.length > 0)
          shell.print(
            table(
              [
                'name',
                'status',
                'kind',
                'section',
                'language',
                'items',
                'last read',
                'location',
                'last failure',
              ],
              sources.map((s) => [
                s.name,
                isUnproven(s) ? 'off, unproven' : s.status,
                s.kind,
                s.section,
                s.language,
                s.itemCount ?? '–',
                s.succeededAt?.toString({ smallestUnit: 'minute' }) ?? 'never',
                s.location,
                english(s.lastError ?? ''),
              ]),
            ),
          )
        shell.say(
          sources.length === 0
            ? 'there are no sources yet: daywire sources add'
            : counted(sources.length, 'source'),
        )
      }),
    )
  withExamples(command, 'daywire sources list', 'daywire sources list --json')
}
