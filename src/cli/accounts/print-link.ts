import type { MadeLink } from '../../services/accounts/managing/make-link.ts'
import type { Shell } from '../kit/context.ts'

/** Prints a one-time link on stdout, and describes it on stderr. */
export function printLink(shell: Shell, email: string, { url, expiresAt, isMailed }: MadeLink): void {
  const until = expiresAt.toString({ smallestUnit: 'minute' })
  shell.say(`this link works once, until ${until}; give it only to the owner of ${email}:`)
  shell.print(url)
  if (isMailed) shell.say(`it is also being sent to ${email}`)
}
