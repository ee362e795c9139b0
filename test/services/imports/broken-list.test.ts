import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { packed, textRows, workbook } from './files/packing.ts'
import { bringIn } from './bring-in.ts'

describe.each(dialects)('a list that breaks off, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  const rows = Array.from({ length: 6000 }, (_, n) => [
    `${createHash('sha1').update(`${n}`).digest('hex')}@x.example`,
  ])
  const sound = packed(workbook({ One: textRows([['email'], ...rows]) }))

  test.each([1, 2000])(
    'after %i invalid bytes fails with the reason, and does not block other imports',
    async (wrong) => {
      const { context } = room.app
      const list = Buffer.from(sound)
      const at = Math.floor(list.length * 0.8)
      for (let byte = at; byte < at + wrong; byte += 1) list[byte] = (list[byte] ?? 0) ^ 0xff
      const broken = await bringIn(context, room.digest, list)
      expect(broken).toMatchObject({ state: 'failed', fault: { code: 'workbook-broken' } })
      expect(await bringIn(context, room.digest, 'email\nada@x.example\n')).toMatchObject({ state: 'done' })
    },
  )
})
