import { readerStates } from '../../../core/entities/readers/reader-filter.ts'
import { readerFlags } from '../../../core/entities/readers/reader-flag.ts'
import type { FilterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import type { Admin } from '../frame/admin.ts'
import { shortDate } from '../../desk/frame/times.ts'
import { askedOutcomes, type AskedReaders } from './filter-query.ts'

interface Choice {
  value: string
  name: string
  isChosen: boolean
}

/** The fields of the filter, and a chip for each that is set, whose link removes it. */
export function filterView(
  say: Admin['say'],
  asked: AskedReaders,
  { topics, tags, imports, editions }: FilterChoices,
  link: (changes: Record<string, string>) => string,
) {
  const chosen = (
    field: keyof AskedReaders,
    all: readonly (readonly [value: string, name: string])[],
  ): Choice[] => all.map(([value, name]) => ({ value, name, isChosen: value === asked[field] }))
  const fields = {
    state: chosen(
      'state',
      readerStates.map((state) => [state, say(`reader-state-${state}`)] as const),
    ),
    topic: chosen(
      'topic',
      topics.map(({ id, name }) => [id, name] as const),
    ),
    tag: chosen(
      'tag',
      tags.map(({ id, name }) => [String(id), name] as const),
    ),
    flag: chosen(
      'flag',
      readerFlags.map((flag) => [flag, say(`reader-flag-${flag}`)] as const),
    ),
    import: chosen(
      'import',
      imports.map(({ id, fileName }) => [String(id), fileName] as const),
    ),
    edition: chosen(
      'edition',
      editions.map(({ id, date }) => [String(id), shortDate(date)] as const),
    ),
    outcome: chosen(
      'outcome',
      askedOutcomes.map((outcome) => [outcome, say(`reader-mail-${outcome}`)] as const),
    ),
  }
  const chip = (name: string, value: string | undefined, ...off: (keyof AskedReaders)[]) =>
    value === undefined || value === ''
      ? []
      : [{ name: say(name), value, off: link(Object.fromEntries(off.map((field) => [field, '']))) }]
  const nameIn = (choices: Choice[]) => choices.find(({ isChosen }) => isChosen)?.name
  const edition = nameIn(fields.edition)
  const outcome = nameIn(fields.outcome)
  return {
    asked,
    isAnywhere: asked.in === 'any',
    fields,
    chips: [
      ...chip('reader-topic', nameIn(fields.topic), 'topic'),
      ...chip('reader-state', nameIn(fields.state), 'state'),
      ...chip('reader-tag', nameIn(fields.tag), 'tag'),
      ...chip('reader-flag', nameIn(fields.flag), 'flag'),
      ...chip('reader-import', nameIn(fields.import) ?? asked.import, 'import'),
      ...chip('reader-from', asked.from, 'from'),
      ...chip('reader-until', asked.until, 'until'),
      ...chip('reader-outcome', edition && outcome && `${outcome}, ${edition}`, 'edition', 'outcome'),
    ],
  }
}
