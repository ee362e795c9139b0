import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { ExportedReader } from '../../core/entities/readers/exported-reader.ts'
import { dayNames } from '../../core/schedule.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { eachReader } from '../../services/subscribers/readers/each-reader.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { filterOf, withFilter, type FilterOptions } from './filter-options.ts'

type Options = FilterOptions & { json?: boolean }

/** `subscribers list`: streamed line by line, so that a list of a million fits in memory. */
export function registerList(group: Command, shell: Shell): void {
  const command = withFilter(
    group.command('list').description('list the readers of a digest, or of all digests; newest first'),
  )
    .addOption(jsonFlag())
    .action(({ json, ...typed }: Options) =>
      withApp(shell, async ({ context }) => {
        const { digest: key } = typed
        const digests = key === undefined ? await listDigests(context) : [await findDigest(context, key)]
        let count = 0
        for (const digest of digests)
          for await (const one of eachReader(context, await filterOf(context, digest, typed), commandActor)) {
            if (json) shell.json(row(digest, one))
            else shell.print(inWords(digest, one))
            count += 1
          }
        shell.say(counted(count, 'subscriber'))
      }),
    )
  withExamples(command, 'daywire subscribers list --search @example.org', 'daywire subscribers list --json')
}

function row(
  digest: Digest,
  { email, name, status, topics, days, hour, timeZone, pausedUntil }: ExportedReader,
) {
  return { digest: digest.key, email, name, status, topics, days, hour, timeZone, pausedUntil }
}

function inWords(digest: Digest, { email, status, topics, days, hour, timeZone }: ExportedReader): string {
  const when = days === null ? 'every day' : days.map((day) => dayNames[day - 1]).join(',')
  const at = hour === null ? '' : ` at ${hour} ${timeZone ?? digest.schedule.timeZone}`
  return `${email.padEnd(36)}  ${digest.key}  ${status.padEnd(12)}  ${topics.join(',') || 'all topics'}  ${when}${at}`
}
