import { resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { SourceOptions } from '../../core/entities/sources/source.ts'
import { isTimeZone } from '../../services/subscribers/read-choices.ts'
import { readSourceOptions } from '../../services/collecting/managing/read-options.ts'
import type { CheckAs } from '../../sources/sources.ts'
import type { Shell } from '../kit/context.ts'

/** A source's kind and how it is read: the options of `sources add` and `sources check`. */
export interface HowOptions {
  kind?: string
  options?: string
  timeZone?: string
}

export const kindOption = ({ sourceKinds }: Shell) =>
  new Option('--kind <kind>', 'what it is; detected if not given').choices([...sourceKinds])

export const optionsOption = () =>
  new Option('--options <file>', 'its options in JSON: dateFormat, dayFirst, css, fields')

export const timeZoneOption = () =>
  new Option('--time-zone <zone>', 'the time zone of dates that name none, such as Europe/Vienna').argParser(
    zoneName,
  )

/** The options from the file named on the command line. Throws `bad-input` with all faults of the file. */
export async function optionsFrom(shell: Shell, { options }: HowOptions): Promise<SourceOptions | null> {
  return options === undefined ? null : readSourceOptions(resolve(shell.cwd, options))
}

/** How to read an input, as `checkSource` expects it. */
export async function howOf(shell: Shell, written: HowOptions): Promise<CheckAs> {
  const { kind, timeZone = null } = written
  const options = (await optionsFrom(shell, written)) ?? {}
  return kind === undefined ? { timeZone, options } : { kind, timeZone, options }
}

function zoneName(text: string): string {
  if (isTimeZone(text)) return text
  throw new InvalidArgumentError('Write a time zone such as Europe/Vienna.')
}
