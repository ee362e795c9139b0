import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../../src/core/entities/actor.ts'
import { showWarmUp } from '../../../../src/services/sending/warm-up/show-warm-up.ts'
import { startWarmUp } from '../../../../src/services/sending/warm-up/start-warm-up.ts'
import { dialects } from '../../../store/dialects.ts'
import { warming, type Warming } from './warming.ts'

const steps = [10, 20, 40, 80, 160, 320, 640, 1_280, 2_000, 3_000, 4_000]
const dates = Array.from({ length: 13 }, (_, day) =>
  Temporal.PlainDate.from('2026-11-10').add({ days: day }).toString(),
)

describe.each(dialects)('readers of a warm-up, on $name', ({ open }) => {
  let warm: Warming

  beforeEach(async () => {
    warm = await warming(await open())
  })
  afterEach(() => warm.close())

  const start = (given: { steps?: number[] } = {}) =>
    startWarmUp(warm.context, { steps: given.steps?.map(String) }, commandActor)
  const total = async () => (await warm.context.store.warmUps.newest())?.admitted

  test('are admitted by the plan over twelve days, newest first, and stay so', async () => {
    await warm.imported(5_000)
    expect(await start({ steps })).toMatchObject({ ok: true })
    const foreseen = (await showWarmUp(warm.context, commandActor))?.calendar ?? []
    expect(foreseen.map(({ total }) => total)).toEqual([...steps, 5_000])
    for (const [day, date] of dates.entries()) {
      const edition = await warm.edition(date)
      const mailed = await warm.mailed(edition)
      const count = [...steps, 5_000, 5_000][day] ?? 0
      // The newest of all, so also everybody of the days before.
      expect(mailed.join()).toBe(Array.from({ length: count }, (_, n) => 1_005_001 - count + n).join())
      if (day < 12) expect(foreseen[day]?.date.toString()).toBe(date)
      await warm.accept(edition)
    }
    expect(await warm.context.store.warmUps.newest()).toMatchObject({ state: 'finished', admitted: 5_000 })
  })
})
