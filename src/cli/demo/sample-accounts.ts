import type { Role } from '../../core/entities/actor.ts'
import { demoLink } from '../../services/accounts/managing/demo-links.ts'
import { isForThisMachine } from '../../services/accounts/signing-in/demo-place.ts'
import type { Context } from '../../services/context.ts'

const people: { role: Role; email: string; name: string }[] = [
  { role: 'editor', email: 'editor@example.org', name: 'Sample Editor' },
  { role: 'admin', email: 'admin@example.org', name: 'Sample Admin' },
]

/** A one-time link for each sample account; none if the settings make the pages reachable from other machines. */
export async function sampleLinks(context: Context): Promise<{ role: Role; url: string }[]> {
  if (!isForThisMachine(context)) return []
  const links: { role: Role; url: string }[] = []
  for (const { role, email, name } of people)
    links.push({ role, url: await demoLink(context, { email, name, grants: [{ role, digest: 'all' }] }) })
  return links
}
