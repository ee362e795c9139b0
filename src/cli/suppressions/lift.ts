import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { liftSuppression, type Grounds } from '../../services/subscribers/suppressions/suppress-address.ts'
import { liftDomain } from '../../services/subscribers/suppressions/suppress-domain.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { domainFlag, placeOf, type DomainOptions } from './domain-option.ts'
import { covers } from './in-words.ts'

interface Options extends DomainOptions {
  reason: string
  dryRun?: boolean
}

/** `suppressions lift`: e-mails may be sent there again; subscriptions are unchanged. */
export function registerLift(group: Command, shell: Shell): void {
  const command = group
    .command('lift')
    .description(
      'allow e-mails to an address or a whole domain again; people who have unsubscribed stay unsubscribed',
    )
    .argument('[email]', 'the address')
    .addOption(domainFlag())
    .requiredOption('--reason <text>', 'why, in a few words; it is kept in the audit log')
    .addOption(dryRunFlag())
    .action((email: string | undefined, { domain, reason, dryRun = false }: Options) => {
      const place = placeOf(command, email, domain)
      const grounds = { reason, actor: commandActor, dryRun }
      return 'email' in place
        ? liftAddress(shell, place.email, grounds)
        : liftForDomain(shell, place.domain, grounds)
    })
  withExamples(
    command,
    'daywire suppressions lift reader@example.org --reason "the mailbox works again"',
    'daywire suppressions lift --domain example.com --reason "it has a new server"',
  )
}

const liftAddress = (shell: Shell, email: string, grounds: Grounds) =>
  withApp(shell, async ({ context }) => {
    const change = await liftSuppression(context, email, grounds)
    const { before, ofDomain } = change
    if (change.outcome === 'already') shell.say(`${change.email} is not suppressed; nothing was changed`)
    else
      shell.say(
        `${grounds.dryRun ? `would allow e-mails to ${change.email}` : `${change.email} may get e-mails`} again; it was suppressed: ${before?.reason ?? ''}`,
      )
    if (ofDomain)
      shell.say(
        `it gets no e-mail as long as the domain ${ofDomain.domain ?? ''} is suppressed: ${ofDomain.reason}`,
      )
  })

const liftForDomain = (shell: Shell, written: string, grounds: Grounds) =>
  withApp(shell, async ({ context }) => {
    const { domain, outcome, before } = await liftDomain(context, written, grounds)
    if (outcome === 'already' || !before)
      return shell.say(`the domain ${domain} is not suppressed; nothing was changed`)
    const place = covers(before)
    shell.say(
      `${grounds.dryRun ? `would allow e-mails to ${place}` : `${place} may get e-mails`} again, except addresses that are suppressed themselves; it was suppressed: ${before.reason}`,
    )
  })
