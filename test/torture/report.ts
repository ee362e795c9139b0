import type { Tally } from './tally.ts'

/** The results of a suite on one backend. */
export interface Row {
  suite: string
  backend: string
  /** Kills, stops, faults, …: how often it was tried. */
  points: number
  recipients: number
  lost: number
  twice: number
  unknown: number
  /** Other results, for people. */
  note: string
  /** Failed expectations; empty: passed. */
  broken: string[]
}

/** Names an expectation that failed. */
export const bar = (holds: boolean, what: string): string[] => (holds ? [] : [what])

/** A row of the table, with the expectations of every suite: nothing is lost, and the ledger agrees with the server. */
export function rowOf(
  { suite, backend, points }: Pick<Row, 'suite' | 'backend' | 'points'>,
  tally: Tally,
  limits: { twice: number; unknown: number },
  note: string,
  broken: string[] = [],
): Row {
  const { recipients, lost, twice, unknown, wrong } = tally
  return {
    suite,
    backend,
    points,
    recipients,
    lost,
    twice,
    unknown,
    note,
    broken: [
      ...bar(lost === 0, `${lost} lost`),
      ...bar(twice <= limits.twice, `${twice} twice, at most ${limits.twice} allowed`),
      ...bar(unknown <= limits.unknown, `${unknown} unknown, at most ${limits.unknown} allowed`),
      ...wrong,
      ...broken,
    ],
  }
}

/** A row of a suite that cannot be run here. */
export const leftOut = (suite: string, backend: string, why: string): Row => ({
  suite,
  backend,
  points: 0,
  recipients: 0,
  lost: 0,
  twice: 0,
  unknown: 0,
  note: `left out: ${why}`,
  broken: [],
})

const columns = ['suite', 'backend', 'points', 'recipients', 'lost', 'twice', 'unknown', 'note'] as const

/** The rows as a table for people; failed expectations are listed below their row. */
export function tableOf(rows: Row[]): string {
  const cells = [[...columns], ...rows.map((row) => columns.map((column) => String(row[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, index) =>
        index >= 2 && index <= 6 ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const [head = [], ...rest] = cells
  return [
    line(head),
    ...rest.flatMap((row, index) => [
      line(row),
      ...(rows[index]?.broken ?? []).map((what) => `  BROKEN: ${what}`),
    ]),
  ].join('\n')
}
