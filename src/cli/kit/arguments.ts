import { InvalidArgumentError, Option, type Command } from 'commander'

/** Parsers of options: each returns the value, or throws a usage error. */

export function localDate(text: string): Temporal.PlainDate {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text))
    try {
      return Temporal.PlainDate.from(text, { overflow: 'reject' })
    } catch {
      // Reported below: a date such as 2026-02-31.
    }
  throw new InvalidArgumentError('Write a date as YYYY-MM-DD, such as 2026-11-23.')
}

export function timeOfDay(text: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text
  throw new InvalidArgumentError('Write a time of day as HH:MM, such as 07:00.')
}

export function wholeNumber(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number.')
}

export function positiveNumber(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number
  throw new InvalidArgumentError('Write a number greater than 0, such as 1.5.')
}

export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export const jsonFlag = () => new Option('--json', 'print one JSON object a line')
export const dryRunFlag = () => new Option('--dry-run', 'report what would happen, and change nothing')
export const digestOption = () => new Option('--digest <key>', 'the digest, if there are several')
export const dateOption = (about: string) => new Option('--date <YYYY-MM-DD>', about).argParser(localDate)
export const numberOption = () =>
  new Option('--number <n>', 'which edition of that date; 0 is the scheduled one')
    .argParser(wholeNumber)
    .default(0)

/** Adds examples to a command's help. */
export function withExamples(command: Command, ...examples: string[]): Command {
  const title = examples.length === 1 ? 'Example' : 'Examples'
  return command.addHelpText('after', `\n${title}:\n${examples.map((e) => `  $ ${e}`).join('\n')}`)
}
