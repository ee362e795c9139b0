import { expect, test } from 'vitest'
import { english } from '../../../src/core/said/sentence.ts'
import { printReport } from '../../../src/cli/demo/report.ts'

const printed = (isFirstDay: boolean): string => {
  const lines: string[] = []
  printReport(
    { print: (line) => void lines.push(english(line)) },
    [],
    { folder: 'mails', names: new Map() },
    'data/demo',
    isFirstDay,
  )
  return lines.join('\n')
}

test('if nothing is left to do, the demo promises an update only for the day after the first', () => {
  expect(printed(true)).toContain('another day, with an update and a correction')
  expect(printed(false)).toContain('another day, but the samples have news of two days only')
  expect(printed(false)).not.toContain('with an update')
})
