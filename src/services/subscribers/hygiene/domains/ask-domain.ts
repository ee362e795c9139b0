import type { Resolver } from '../../../../core/ports.ts'

/** What DNS says of a domain: that it takes e-mails, or why not. */
export type DomainAnswer = 'fine' | 'takes-no-mail' | 'no-such-domain'

/** Asks DNS whether a domain takes e-mails; null where DNS does not answer. */
export async function askDomain(
  domain: string,
  resolver: Pick<Resolver, 'mailServers' | 'addresses'>,
): Promise<DomainAnswer | null> {
  try {
    const servers = await resolver.mailServers(domain)
    // A null MX (RFC 7505).
    if (servers.length > 0)
      return servers.every((name) => name === '' || name === '.') ? 'takes-no-mail' : 'fine'
    // Without MX records mail goes to the domain's own address (RFC 5321, 5.1).
    return (await resolver.addresses(domain)).length > 0 ? 'fine' : 'no-such-domain'
  } catch {
    return null
  }
}
