import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { hashedAddress } from '../../services/subscribers/hashed-address.ts'
import { findSuppression } from '../../services/subscribers/suppressions/suppress-address.ts'
import {
  showDomain,
  showSuppression,
  type SuppressionEvent,
} from '../../services/subscribers/suppressions/show-suppression.ts'
import { readSuppressedDomain } from '../../services/subscribers/suppressions/suppress-domain.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { domainFlag, placeOf } from './domain-option.ts'
import { asJson, covers, dayOf, domainAsJson, proofInWords } from './in-words.ts'

/** `suppressions show`: one suppression, its cause and its history. */
export function registerShow(group: Command, shell: Shell): void {
  const command = group
    .command('show')
    .description('show what caused a suppression, and its history: changes, reports and notes')
    .argument('[email]', 'the address')
    .addOption(domainFlag())
    .addOption(jsonFlag())
    .action((email: string | undefined, { domain, json = false }: { domain?: string; json?: boolean }) => {
      const place = placeOf(command, email, domain)
      return 'email' in place
        ? showAddress(shell, place.email, json)
        : showForDomain(shell, place.domain, json)
    })
  withExamples(
    command,
    'daywire suppressions show reader@example.org',
    'daywire suppressions show --domain example.com --json',
  )
}

const showAddress = (shell: Shell, email: string, json: boolean) =>
  withApp(shell, async ({ context }) => {
    const { address, hash } = await hashedAddress(context, email)
    const shown = await showSuppression(context, hash, commandActor)
    const { ofDomain } = await findSuppression(context, email)
    if (json) {
      const suppression = shown?.suppression ? asJson({ ...shown.suppression, email: address }) : null
      return shell.json({
        email: address,
        suppression,
        ofDomain,
        events: (shown?.events ?? []).map(eventAsJson),
      })
    }
    const now = shown?.suppression
    shell.print(
      now
        ? `${address}: suppressed since ${dayOf(now.at)}, because: ${now.reason} (${proofInWords(now.proof)})`
        : `${address}: not suppressed`,
    )
    if (ofDomain) shell.print(`every address at ${ofDomain.domain ?? ''} is suppressed: ${ofDomain.reason}`)
    for (const event of shown?.events ?? []) shell.print(inWords(event))
  })

const showForDomain = (shell: Shell, written: string, json: boolean) =>
  withApp(shell, async ({ context }) => {
    const domain = readSuppressedDomain(written)
    const shown = await showDomain(context, domain, commandActor)
    const rule = shown?.rule ?? null
    if (json)
      return shell.json({
        domain,
        suppression: rule && domainAsJson(rule),
        readers: shown?.readers ?? 0,
        events: (shown?.events ?? []).map(eventAsJson),
      })
    shell.print(
      rule
        ? `${covers(rule)}: suppressed since ${dayOf(rule.at)}, because: ${rule.reason}`
        : `the domain ${domain}: not suppressed`,
    )
    for (const event of shown?.events ?? []) shell.print(inWords(event))
  })

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

function inWords(event: SuppressionEvent): string {
  const at = event.at.toString({ smallestUnit: 'minute' })
  if (event.kind === 'note') return `${at}  note by ${event.who}: ${event.body}`
  if (event.kind === 'change') {
    const what =
      event.action === 'lift' ? 'lifted' : event.action === 'suppress' ? 'suppressed' : event.action
    return `${at}  ${what} by ${event.who}: ${textIn(event.detail['reason'])}`
  }
  const { id, kind, says, reason } = event.report
  return `${at}  report ${id} (${kind}): ${says === '' ? reason : says}`
}

function eventAsJson(event: SuppressionEvent) {
  if (event.kind !== 'report') return { ...event, at: event.at.toString() }
  const { id, kind, outcome, reason, says } = event.report
  return { at: event.at.toString(), kind: 'report', report: id, reportKind: kind, outcome, reason, says }
}
