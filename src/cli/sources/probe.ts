import type { Command } from 'commander'
import { join } from 'node:path'
import { commandActor } from '../../core/entities/actor.ts'
import { readCatalogue } from '../../services/collecting/managing/catalogue.ts'
import { listSources } from '../../services/collecting/managing/list-sources.ts'
import { isUnproven, probeSource, type Probed } from '../../services/collecting/managing/probe-source.ts'
import { findSource } from '../../services/collecting/managing/remove-source.ts'
import { english } from '../../core/said/sentence.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  on?: boolean
  json?: boolean
}

/** `sources probe`: exit 3 if a source cannot be read at any of its addresses. */
export function registerProbe(group: Command, shell: Shell): void {
  const command = group
    .command('probe')
    .description(
      'try the addresses of sources that are off and unproven, and keep the first that can be read',
    )
    .argument('[name...]', 'the names of sources; every unproven one if not given')
    .option('--on', 'switch on those that can be read')
    .addOption(jsonFlag())
    .action((names: string[], { on = false, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const catalogue = await readCatalogue(join(shell.root, 'catalogue.json'))
        const sources =
          names.length > 0
            ? await Promise.all(names.map((name) => findSource(context, name)))
            : (await listSources(context)).filter(isUnproven)
        for (const source of sources) {
          if (shell.signal.aborted) break
          const probed = await probeSource(context, source, catalogue, on, commandActor)
          if (json) shell.json(probed)
          else for (const line of inWords(probed)) shell.print(line)
          if (probed.location === null) shell.finish(exitCode.part)
        }
        shell.say(`${counted(sources.length, 'source')} probed`)
      }),
    )
  withExamples(command, 'daywire sources probe', 'daywire sources probe IAEA "38 North" --on')
}

function inWords({ source, location, kind, items, newest, on, tried }: Probed): string[] {
  const failures = tried.map(({ location: at, reason }) => {
    const why = english(reason)
    return `  tried: ${why.includes(at) ? why : `${at}: ${why}`}`
  })
  if (location === null) return [`${source}: cannot be read at any address`, ...failures]
  const what = `${kind ?? ''} at ${location}, ${counted(items, 'item')}${newest ? `, newest of ${newest.toString().slice(0, 10)}` : ''}`
  return [`${source}: ${what}${on ? '; it is read from now on' : '; still off'}`, ...failures]
}
