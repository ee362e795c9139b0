import type { Newsroom } from '../../../core/entities/newsroom.ts'

/** How the seed marks what a newsroom must fill in itself. */
const mark = /change[ -]?me/i
/** Names that lead nowhere (RFC 2606, RFC 6761). */
const nowhere = /@([^@]+\.)?(example(\.(com|org|net))?|invalid|test|localhost)$/i

/** Whether a text still holds words of the seed that were to be replaced. */
export const isPlaceholder = (text: string): boolean => mark.test(text)

/** The fields of a newsroom that still hold the seed's words or an address of nobody, by their path. */
export function placeholdersIn(newsroom: Newsroom): string[] {
  const { name, tagline, publisher, address, sender, replyTo } = newsroom
  const fields: [string, string][] = [
    ['name', name],
    ['tagline', tagline],
    ['publisher', publisher],
    ['address', address],
    ['sender.name', sender.name],
    ['sender.email', sender.email],
    ['replyTo', replyTo ?? ''],
  ]
  return fields.filter(([, value]) => mark.test(value) || nowhere.test(value)).map(([path]) => path)
}
