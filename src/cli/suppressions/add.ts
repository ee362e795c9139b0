import { mostCounted } from '../../core/entities/readers/reader-filter.ts'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { suppressAddress, type Grounds } from '../../services/subscribers/suppressions/suppress-address.ts'
import { suppressDomain } from '../../services/subscribers/suppressions/suppress-domain.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'
import { domainFlag, placeOf, type DomainOptions } from './domain-option.ts'
import { covers, dayOf } from './in-words.ts'

interface Options extends DomainOptions {
  reason: string
  note?: string
  dryRun?: boolean
}

/** `suppressions add`: also for addresses that are not in any list. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('stop e-mailing an address or a whole domain, subscribed or not; no list brings it back')
    .argument('[email]', 'the address')
    .addOption(domainFlag())
    .option('--subdomains', 'its subdomains too (with --domain)')
    .requiredOption('--reason <text>', 'why, in a few words')
    .option('--note <text>', 'more about it, for those who look at it later')
    .addOption(dryRunFlag())
    .action((email: string | undefined, options: Options) => {
      const { domain, subdomains = false, reason, note = '', dryRun = false } = options
      const place = placeOf(command, email, domain)
      if (subdomains && domain === undefined) command.error('error: --subdomains is used with --domain')
      const grounds = { reason, note, actor: commandActor, dryRun }
      return 'email' in place
        ? addAddress(shell, place.email, grounds)
        : addDomain(shell, { domain: place.domain, withSubdomains: subdomains }, grounds)
    })
  withExamples(
    command,
    'daywire suppressions add reader@example.org --reason "asked by phone" --note "called on Monday"',
    'daywire suppressions add --domain example.com --subdomains --reason "the company was closed"',
  )
}

const addAddress = (shell: Shell, email: string, grounds: Grounds) =>
  withApp(shell, async ({ context }) => {
    const change = await suppressAddress(context, email, grounds)
    if (change.outcome === 'already')
      return shell.say(
        `${change.email} is suppressed already, since ${change.before ? dayOf(change.before.at) : 'just now'}: ${change.before?.reason ?? ''}; nothing was changed`,
      )
    shell.say(
      grounds.dryRun ? `would suppress ${change.email}` : `${change.email} is suppressed: it gets no e-mail`,
    )
  })

const addDomain = (shell: Shell, wanted: { domain: string; withSubdomains: boolean }, grounds: Grounds) =>
  withApp(shell, async ({ context }) => {
    const { domain, outcome, before, readers } = await suppressDomain(context, wanted, grounds)
    if (outcome === 'already' && before)
      return shell.say(
        `${covers(before)} is suppressed already, since ${dayOf(before.at)}: ${before.reason}; nothing was changed`,
      )
    const touched =
      readers > mostCounted ? `more than ${counted(mostCounted, 'reader')}` : counted(readers, 'reader')
    const place = covers({ ...wanted, domain })
    shell.say(
      grounds.dryRun
        ? `would suppress ${place}: ${touched}`
        : `${place} is suppressed: its addresses get no e-mail (${touched})`,
    )
  })
