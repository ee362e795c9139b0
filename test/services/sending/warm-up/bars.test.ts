import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../../src/core/entities/actor.ts'
import type { Edition } from '../../../../src/core/entities/edition.ts'
import { english } from '../../../../src/core/said/sentence.ts'
import { doctor } from '../../../../src/services/newsroom/doctor/doctor.ts'
import { deliver } from '../../../../src/services/sending/delivery/deliver.ts'
import { startSending } from '../../../../src/services/sending/delivery/start-sending.ts'
import { changeWarmUp } from '../../../../src/services/sending/warm-up/change-warm-up.ts'
import { checkWarmUp } from '../../../../src/services/sending/warm-up/check-bars.ts'
import { showWarmUp } from '../../../../src/services/sending/warm-up/show-warm-up.ts'
import { startWarmUp } from '../../../../src/services/sending/warm-up/start-warm-up.ts'
import { startScriptedServer } from '../../../mail/scripted-server.ts'
import { dialects } from '../../../store/dialects.ts'
import { warming, type Warming } from './warming.ts'

describe.each(dialects)('the limits of a warm-up, on $name', ({ open }) => {
  let warm: Warming

  beforeEach(async () => {
    warm = await warming(await open())
    const newsroom = await warm.context.store.newsroom.get()
    if (newsroom) await warm.context.store.newsroom.put({ ...newsroom, alerts: ['desk@example.org'] })
  })
  afterEach(() => warm.close())

  const start = (steps: number[]) =>
    startWarmUp(warm.context, { steps: steps.map(String), timeZone: 'UTC' }, commandActor)
  const state = async () => (await warm.context.store.warmUps.newest())?.state
  const alerts = async () =>
    (await warm.context.store.messages.list(20)).filter(({ content }) =>
      JSON.stringify(content).includes('alert-warm-up-subject'),
    )
  let reports = 0
  const complain = async ({ id }: Edition, count: number, outcome = 'suppressed') => {
    const at = warm.context.clock.now().epochMilliseconds
    for (let n = 0; n < count; n++)
      await warm.home
        .execute(`insert into feedback (key, received_at, kind, outcome, reason, hard, status, reply, says, domain,
        edition_id, sender, subject, message) values
        ('c${++reports}', ${at}, 'complaint', '${outcome}', 'complaint', 0, '', '', '', 'example.org', ${id}, '', '', '')`)
  }

  test('bounces over their limit pause it, with an alert; admitted readers still get e-mail, and a person resumes it', async () => {
    await warm.imported(60)
    const server = await startScriptedServer({
      act: (stage, _before, to) =>
        stage === 'RCPT' && Number(to.replace(/\D/g, '')) > 54
          ? { reply: '550 5.1.1 no such user' }
          : undefined,
    })
    // End to end, once: a composed edition, over SMTP.
    const edition = await warm.room.approved()
    await start([20, 40])
    await startSending(warm.context, edition, true)
    await deliver(warm.room.sendingTo(server.port), edition)
    await server.close()
    expect(await warm.context.store.deliveries.counts(edition.id)).toEqual({ sent: 14, failed: 6 })
    await checkWarmUp(warm.context)
    await checkWarmUp(warm.context)
    expect(await state()).toBe('paused')
    expect((await showWarmUp(warm.context, commandActor))?.days).toMatchObject([
      { joined: 20, total: 20, figures: { accepted: 14, bounces: 6, complaints: 0 } },
    ])
    const [alert, ...others] = await alerts()
    expect(others).toEqual([])
    expect(alert?.content).toMatchObject({
      page: 'desk/readers/warm-up',
      lead: { params: { why: { code: 'warm-up-over-bounces', params: { count: 6, accepted: 14, bar: 5 } } } },
    })
    const findings = await doctor(warm.context, { isPublicUrlSet: false })
    expect(findings.map(({ says }) => english(says)).join('\n')).toContain('of 14 e-mails')

    const paused = await warm.edition('2026-11-11')
    expect(await warm.mailed(paused)).toHaveLength(20)
    await warm.accept(paused)
    expect(await changeWarmUp(warm.context, 'resume', 'the list is clean', commandActor)).toEqual({
      ok: true,
    })
    await checkWarmUp(warm.context)
    expect(await state()).toBe('running')
    expect(await warm.mailed(await warm.edition('2026-11-12'))).toHaveLength(40)
  })

  test('so do complaints, when they arrive a day later; before the next readers are admitted', async () => {
    await warm.imported(900)
    await start([400, 800])
    const first = await warm.edition('2026-11-10')
    await warm.accept(first)
    const second = await warm.edition('2026-11-11')
    await warm.accept(second)
    await complain(first, 1)
    // Neither a single one, nor one that is not about us, nor a duplicate.
    await complain(first, 5, 'unmatched')
    await complain(first, 5, 'repeated')
    await checkWarmUp(warm.context)
    expect(await state()).toBe('running')
    await complain(first, 1)
    const third = await warm.edition('2026-11-12')
    expect(await state()).toBe('paused')
    expect(await warm.mailed(third)).toHaveLength(800)
    expect(await alerts()).toHaveLength(1)
    expect((await warm.context.store.warmUpDays.list(1)).map(({ date }) => date.toString())).toEqual([
      '2026-11-10',
      '2026-11-11',
    ])
  })

  test('an e-mail that waits for another attempt, or was given up, is not a bounce', async () => {
    await warm.imported(40)
    await start([20])
    const edition = await warm.edition('2026-11-10')
    await warm.home
      .execute(`update deliveries set status = 'failed', reason = '{"code":"given-up","params":{}}', finished_at = due_at
      where edition_id = ${edition.id} and subscriber_id > 1000030`)
    await warm.accept(edition)
    await checkWarmUp(warm.context)
    expect(await state()).toBe('running')
  })
})
