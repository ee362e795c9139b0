import { Option, type Command } from 'commander'
import type { Digest } from '../../core/entities/newsroom.ts'
import {
  allReaders,
  readerStates,
  type ReaderFilter,
  type ReaderState,
} from '../../core/entities/readers/reader-filter.ts'
import { readerFlags, type ReaderFlag } from '../../core/entities/readers/reader-flag.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Context } from '../../services/context.ts'
import { digestOption, localDate } from '../kit/arguments.ts'

/** The filter of a digest's readers, as it was typed. */
export interface FilterOptions {
  digest?: string
  search?: string
  anywhere?: boolean
  state?: ReaderState
  topic?: string
  tag?: string
  flag?: ReaderFlag
  since?: Temporal.PlainDate
  until?: Temporal.PlainDate
}

/** Adds the filter's options to a command; without any, it applies to all readers of the digest. */
export const withFilter = (command: Command): Command =>
  command
    .addOption(digestOption())
    .option('--search <text>', 'readers whose address, domain or name begins with this')
    .option('--anywhere', 'with --search: readers whose address or name contains it')
    .addOption(new Option('--state <state>', 'readers in this state').choices(readerStates))
    .option('--topic <id>', 'readers who chose this topic, or all topics')
    .option('--tag <name>', 'readers with this tag')
    .addOption(new Option('--flag <flag>', 'readers whose address has this flag').choices(readerFlags))
    .addOption(
      new Option('--since <YYYY-MM-DD>', 'readers who joined on that day or later').argParser(localDate),
    )
    .addOption(
      new Option('--until <YYYY-MM-DD>', 'readers who joined on that day or before').argParser(localDate),
    )

/** The typed filter. Throws `not-found` for an unknown tag. */
export async function filterOf(
  { store }: Pick<Context, 'store'>,
  { id, schedule }: Digest,
  typed: FilterOptions,
): Promise<ReaderFilter> {
  const tag = typed.tag === undefined ? null : await store.tags.byName(typed.tag)
  if (typed.tag !== undefined && !tag)
    throw new AppError('not-found', said('tag-unknown', { tag: typed.tag }))
  const dayAfter = (date: Temporal.PlainDate | undefined, days: number) =>
    date?.add({ days }).toZonedDateTime(schedule.timeZone).toInstant() ?? null
  return {
    ...allReaders(id),
    text: typed.search ? { kind: typed.anywhere ? 'substring' : 'prefix', value: typed.search } : null,
    state: typed.state ?? null,
    topic: typed.topic ?? null,
    tagId: tag?.id ?? null,
    flag: typed.flag ?? null,
    from: dayAfter(typed.since, 0),
    until: dayAfter(typed.until, 1),
  }
}
