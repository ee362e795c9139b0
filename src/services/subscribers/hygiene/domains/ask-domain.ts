import type { Resolver } from '../../../../core/ports.ts'

/** The answer of DNS about a domain: it accepts e-mail, or why not. */
export type DomainAnswer = 'fine' | 'takes-no-mail' | 'no-such-domain'

/** Asks DNS whether a domain accepts e-mail; null if DNS does not answer. */
export async function askDomain(
  domain: string,
  resolver: Pick<Resolver, 'mailServers' | 'addresses'>,
): Promise<DomainAnswer | null> {
  try {
    const servers = await resolver.mailServers(domain)
    // A null MX (RFC 7505).
    if (servers.length > 0)
      return servers.every((name) => name === '' || name === '.') ? 'takes-no-mail' : 'fine'
    // Without MX records, e-mail goes to the domain's own address (RFC 5321, 5.1).
    return (await resolver.addresses(domain)).length > 0 ? 'fine' : 'no-such-domain'
  } catch {
    return null
  }
}
