import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reader, setUp, testPages, type TestPages } from './pages.ts'

describe('choosing topics and hours with an e-mail’s link', () => {
  let pages: TestPages
  let token: string
  const kept = async () => {
    const { topics, days, hour, timeZone } = (await pages.app.context.store.subscribers.byId(1)) ?? {}
    return { topics, days, hour, timeZone }
  }
  const save = (fields: [string, string][]) =>
    pages.web.inject({
      method: 'POST',
      url: `/news/t/${token}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
  const ticked = (html: string) =>
    [...html.matchAll(/name="(\w+)" value="(\w+)" checked/g)].map((match) => `${match[1]}:${match[2]}`)

  beforeEach(async () => {
    pages = await testPages()
    token = await reader(pages, await setUp(pages), 'maria.ostrand@example.org')
  })
  afterEach(() => pages.close())

  test('shows the choices and when the e-mail comes, and changes nothing', async () => {
    const before = await kept()
    const shown = await pages.web.inject(`/news/t/${token}`)
    expect(shown.statusCode).toBe(200)
    expect(ticked(shown.body).filter((one) => one.startsWith('topics'))).toEqual([
      'topics:nuclear',
      'topics:missiles',
    ])
    expect(ticked(shown.body).filter((one) => one.startsWith('days'))).toHaveLength(7)
    expect(shown.body).toContain('the e-mail comes at 07:00 UTC')
    expect(shown.body).toContain('m•••@example.org')
    expect(shown.body).not.toContain('maria')
    await pages.web.inject({ method: 'HEAD', url: `/news/t/${token}?topics=cyber&hour=05:00` })
    expect(await kept()).toEqual(before)
  })

  test('saves, says so, and shows what is stored', async () => {
    const saved = await save([
      ['topics', 'cyber'],
      ['topics', 'nuclear'],
      ['days', 'mon'],
      ['days', 'thu'],
      ['hour', '06:15'],
      ['time_zone', 'Europe/Vienna'],
    ])
    expect(saved.statusCode).toBe(303)
    expect(saved.headers['location']).toBe(`/news/t/${token}?done=saved`)
    const shown = await pages.web.inject(`/news/t/${token}?done=saved`)
    expect(shown.body).toContain('role="status"')
    expect(ticked(shown.body)).toEqual(['topics:nuclear', 'topics:cyber', 'days:mon', 'days:thu'])
    expect(await kept()).toEqual({
      topics: ['cyber', 'nuclear'],
      days: [1, 4],
      hour: '06:15',
      timeZone: 'Europe/Vienna',
    })
  })

  test('no selected day means the digest’s own days, which are then shown', async () => {
    await save([['topics', 'cyber']])
    expect((await kept()).days).toBeNull()
    const shown = await pages.web.inject(`/news/t/${token}`)
    expect(ticked(shown.body).filter((one) => one.startsWith('days'))).toHaveLength(7)
  })

  test.each([
    ['an invalid hour', 'hour', '25:99', 'fault-hour'],
    ['an invalid zone', 'time_zone', 'Europe/Nowhere"><b>', 'fault-zone'],
    ['an invalid day', 'days', 'someday', 'fault-days'],
    ['an unknown topic', 'topics', 'gossip', 'fault-topics'],
  ])('%s saves nothing and keeps the input', async (_, field, value, fault) => {
    const before = await kept()
    const answer = await save([
      ['topics', 'cyber'],
      ['days', 'tue'],
      [field, value],
    ])
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(`id="${fault}"`)
    expect(answer.body).toContain('role="alert"')
    expect(ticked(answer.body)).toEqual(['topics:cyber', 'days:tue'])
    expect(answer.body).not.toContain('"><b>')
    if (field === 'hour') expect(answer.body).toContain('value="25:99"')
    expect(await kept()).toEqual(before)
  })

  test('all errors are shown at once, each beside its field', async () => {
    const answer = await save([
      ['days', 'someday'],
      ['hour', '7.30'],
      ['time_zone', 'Nowhere'],
    ])
    expect(answer.statusCode).toBe(422)
    for (const field of ['topics', 'days', 'hour', 'zone'])
      expect(answer.body, field).toContain(`id="fault-${field}"`)
    expect(answer.body).toMatch(
      /name="hour"[^>]* value="7\.30" aria-invalid="true"[^>]* aria-describedby="hour-help fault-hour"/,
    )
    expect(answer.body).toMatch(/name="time_zone"[^>]* aria-invalid="true"/)
    expect(answer.body).toContain('<option selected>Nowhere</option>')
  })

  test('no topic saves nothing and keeps the input', async () => {
    const before = await kept()
    const answer = await save([
      ['days', 'tue'],
      ['hour', '05:45'],
    ])
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Choose at least one topic')
    expect(answer.body).toContain('value="05:45"')
    expect(ticked(answer.body)).toEqual(['days:tue'])
    expect(await kept()).toEqual(before)
  })

  test('an unsubscribed reader is told so, with a way back', async () => {
    await pages.web.inject({ method: 'POST', url: `/news/u/${token}` })
    const shown = await pages.web.inject(`/news/t/${token}`)
    expect(shown.body).toContain('no longer gets')
    expect(shown.body).toContain(`href="/news/u/${token}"`)
  })
})
