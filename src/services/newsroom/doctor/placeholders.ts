import type { Newsroom } from '../../../core/entities/newsroom.ts'

/** The mark of values in the seed that a newsroom must replace. */
const mark = /change[ -]?me/i
/** Reserved domains (RFC 2606, RFC 6761). */
const nowhere = /@([^@]+\.)?(example(\.(com|org|net))?|invalid|test|localhost)$/i

/** Whether a text still contains a value of the seed that was to be replaced. */
export const isPlaceholder = (text: string): boolean => mark.test(text)

/** The fields of a newsroom that still contain the seed's values or a reserved address, by path. */
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
