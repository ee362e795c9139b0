import { Option, type Command } from 'commander'
import { dayNames } from '../../core/schedule.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { transitions, type SubscriptionStatus } from '../../core/entities/states.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { listSubscribers } from '../../services/subscribers/list-subscribers.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import { digestOption, jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  digest?: string
  status?: SubscriptionStatus
  search?: string
  json?: boolean
}

/** `subscribers list`: line by line, so that a list of a million passes through. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the subscribers of a digest, or of all')
    .addOption(digestOption())
    .addOption(new Option('--status <status>', 'only those').choices(Object.keys(transitions.subscription)))
    .option('--search <text>', 'only addresses that contain it')
    .addOption(jsonFlag())
    .action(({ digest: key, status, search, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const digests = key === undefined ? await listDigests(context) : [await findDigest(context, key)]
        let count = 0
        for (const digest of digests)
          for await (const one of listSubscribers(context, digest, {
            status: status ?? null,
            query: search ?? null,
          })) {
            if (json) shell.json(row(digest, one))
            else shell.print(inWords(digest, one))
            count += 1
          }
        shell.say(counted(count, 'subscriber'))
      }),
    )
  withExamples(command, 'daywire subscribers list --search example.org', 'daywire subscribers list --json')
}

function row(
  digest: Digest,
  { email, name, status, topics, days, hour, timeZone, pausedUntil }: Subscription,
) {
  return { digest: digest.key, email, name, status, topics, days, hour, timeZone, pausedUntil }
}

function inWords(digest: Digest, { email, status, topics, days, hour, timeZone }: Subscription): string {
  const when = days === null ? 'every day' : days.map((day) => dayNames[day - 1]).join(',')
  const at = hour === null ? '' : ` at ${hour} ${timeZone ?? digest.schedule.timeZone}`
  return `${email.padEnd(36)}  ${digest.key}  ${status.padEnd(12)}  ${topics.join(',') || 'all topics'}  ${when}${at}`
}
