import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { Suppression } from '../../core/entities/suppression.ts'
import { listSuppressions } from '../../services/subscribers/suppressions/list-suppressions.ts'
import { findSuppression } from '../../services/subscribers/suppressions/suppress-address.ts'
import { allDomains } from '../../services/subscribers/suppressions/list-suppressions.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { asJson, covers, dayOf, domainAsJson, proofInWords, whoOf } from './in-words.ts'

interface Options {
  domains?: boolean
  json?: boolean
}

/**
 * `suppressions list`: streamed line by line. An address that belongs to nobody in the lists is stored only as a hash, and found by asking
 * for it.
 */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list all addresses, or all domains, or check whether one address is among them')
    .argument('[email]', 'an address to look for')
    .option('--domains', 'whole domains instead of addresses')
    .addOption(jsonFlag())
    .action((email: string | undefined, { domains = false, json = false }: Options) => {
      if (domains && email !== undefined) command.error('error: --domains lists all of them')
      if (domains) return listDomains(shell, json)
      return email === undefined ? listAll(shell, json) : listOne(shell, email, json)
    })
  withExamples(
    command,
    'daywire suppressions list',
    'daywire suppressions list reader@example.org',
    'daywire suppressions list --domains --json',
  )
}

function show(shell: Shell, json: boolean, one: Suppression): void {
  if (json) shell.json(asJson(one))
  else shell.print(`${whoOf(one).padEnd(36)}  ${dayOf(one.at)}  ${one.reason} (${proofInWords(one.proof)})`)
}

const listAll = (shell: Shell, json: boolean) =>
  withApp(shell, async ({ context }) => {
    let count = 0
    for await (const one of listSuppressions(context)) {
      show(shell, json, one)
      count += 1
    }
    shell.say(counted(count, 'suppression'))
  })

const listOne = (shell: Shell, email: string, json: boolean) =>
  withApp(shell, async ({ context }) => {
    const found = await findSuppression(context, email)
    if (found.suppression) show(shell, json, { ...found.suppression, email: found.email })
    else shell.say(`${found.email} is not suppressed`)
    if (found.ofDomain)
      shell.say(`every address at ${found.ofDomain.domain ?? ''} is suppressed: ${found.ofDomain.reason}`)
  })

const listDomains = (shell: Shell, json: boolean) =>
  withApp(shell, async ({ context }) => {
    let count = 0
    for await (const one of allDomains(context, commandActor)) {
      if (json) shell.json(domainAsJson(one))
      else shell.print(`${covers(one).padEnd(36)}  ${dayOf(one.at)}  ${one.reason} (by ${one.actor})`)
      count += 1
    }
    shell.say(counted(count, 'suppressed domain'))
  })
