import { Option, type Command } from 'commander'

export interface DomainOptions {
  domain?: string
  subdomains?: boolean
}

export const domainFlag = (): Option =>
  new Option('--domain <domain>', 'a whole domain instead of one address')

/** The address or the domain of a command, of which exactly one must be given. */
export function placeOf(
  command: Command,
  email: string | undefined,
  domain: string | undefined,
): { email: string } | { domain: string } {
  if (email !== undefined && domain === undefined) return { email }
  if (domain !== undefined && email === undefined) return { domain }
  return command.error('error: name either an address or --domain <domain>')
}
