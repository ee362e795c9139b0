import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { hashedAddress } from '../../services/subscribers/hashed-address.ts'
import { addSuppressionNote } from '../../services/subscribers/suppressions/add-note.ts'
import { readSuppressedDomain } from '../../services/subscribers/suppressions/suppress-domain.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { domainFlag, placeOf } from './domain-option.ts'

interface Options {
  domain?: string
  text: string
}

/** `suppressions note`: a note about an address or a domain. */
export function registerNote(group: Command, shell: Shell): void {
  const command = group
    .command('note')
    .description('write something down about an address or a domain, for those who look at it later')
    .argument('[email]', 'the address')
    .addOption(domainFlag())
    .requiredOption('--text <text>', 'the note')
    .action((email: string | undefined, { domain, text }: Options) => {
      const place = placeOf(command, email, domain)
      return withApp(shell, async ({ context }) => {
        const about =
          'email' in place
            ? { hash: (await hashedAddress(context, place.email)).hash }
            : { domain: readSuppressedDomain(place.domain) }
        await addSuppressionNote(context, about, text, commandActor)
        shell.say('the note is kept')
      })
    })
  withExamples(command, 'daywire suppressions note reader@example.org --text "their help desk looks into it"')
}
