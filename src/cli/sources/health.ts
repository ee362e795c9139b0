import type { Command } from 'commander'
import { isSick, sourceHealth, type SourceHealth } from '../../services/collecting/managing/source-health.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

/** `sources health`: exit 3 if a source is sick, for monitoring scripts. */
export function registerHealth(group: Command, shell: Shell): void {
  const command = group
    .command('health')
    .description(
      'show which sources are dead, silent or changed, since when, and what to do; ends with 3 if any has a problem',
    )
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const all = await sourceHealth(context)
        for (const one of all) {
          if (json) shell.json(asJson(one))
          else for (const line of inWords(one)) shell.print(line)
        }
        const sick = all.filter(({ findings }) => isSick(findings)).length
        shell.say(`${counted(all.length, 'source')}, ${sick} sick`)
        if (sick > 0) shell.finish(exitCode.part)
      }),
    )
  withExamples(command, 'daywire sources health', 'daywire sources health --json')
}

function asJson({ source, findings }: SourceHealth): object {
  const { name, status, location, succeededAt, failures, itemCount, newestItemAt } = source
  const known = { lastSuccess: succeededAt, failures, items: itemCount, newestItem: newestItemAt }
  return { name, status, location, ...known, sick: isSick(findings), findings }
}

/** The first line describes the source; the rest are indented. */
function inWords({ source, findings }: SourceHealth): string[] {
  const mark = isSick(findings) ? 'SICK' : 'ok  '
  const { itemCount, newestItemAt } = source
  const newest = newestItemAt ? `, newest of ${newestItemAt.toString().slice(0, 10)}` : ''
  const items = itemCount === null ? '' : `: ${counted(itemCount, 'item')}${newest}`
  return [`${mark} ${source.name}${items}`, ...findings.map(({ says }) => `     ${english(says)}`)]
}
