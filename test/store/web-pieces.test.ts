import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { approveFirst, at, monday, withDigest } from './cast.ts'
import { dialects, type TestStore } from './dialects.ts'

describe.each(dialects)('web pieces on $name', ({ open }) => {
  let home: TestStore
  let id: number
  const picture = 'a'.repeat(32)
  const pieces = [
    { key: 'head', storyId: null, html: '<main>' },
    { key: 'story:4:lead:nuclear', storyId: 4, html: `<p>Seals counted<img src="/media/${picture}"></p>` },
    { key: 'tail', storyId: null, html: '</main>' },
  ]
  const versionNow = async () =>
    (await home.store.webPieces.published('daily', monday, 0, at('2026-11-16T08:00Z')))?.version
  const put = (some = pieces) => home.store.transaction((tx) => tx.webPieces.put(id, some))

  beforeEach(async () => {
    home = await open()
    const { id: digestId } = await withDigest(home.store)
    const then = at('2026-11-16T06:30Z')
    const made = await home.store.editions.create({
      digestId,
      date: monday,
      number: 0,
      opensAt: then,
      frozenAt: then,
      dueAt: then,
      createdAt: then,
    })
    id = made?.id ?? 0
    await approveFirst(home.store, id)
  })
  afterEach(() => home.drop())

  test('are read in order, and are public while the edition is', async () => {
    await put()
    expect(await home.store.webPieces.of(id)).toEqual(pieces)
    expect(await versionNow()).toBeUndefined()
    await home.store.revisions.start(id, at('2026-11-16T07:00Z'), null)
    expect(await versionNow()).toBeDefined()
    expect(await home.store.webPieces.published('weekly', monday, 0, at('2026-11-16T08:00Z'))).toBeNull()
    expect(await home.store.webPieces.published('daily', monday, 1, at('2026-11-16T08:00Z'))).toBeNull()
  })

  test('one is replaced, the others stay, and no version is ever reused', async () => {
    await home.store.revisions.start(id, at('2026-11-16T07:00Z'), null)
    await put()
    const seen = [await versionNow()]
    const key = 'story:4:lead:nuclear'
    for (const html of ['<p>Withdrawn</p>', '<p>Corrected</p>']) {
      expect(await home.store.webPieces.replacePiece(id, key, html)).toBe(true)
      expect((await home.store.webPieces.of(id)).map((piece) => piece.html)).toEqual([
        '<main>',
        html,
        '</main>',
      ])
      seen.push(await versionNow())
    }
    for (const some of [pieces, pieces.slice(0, 2), pieces]) {
      await put(some)
      seen.push(await versionNow())
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(await home.store.webPieces.replacePiece(id, 'story:5:lead:nuclear', '')).toBe(false)
    expect(await home.store.webPieces.of(id)).toEqual(pieces)
  })

  test('their pictures count as shown, until the piece is replaced', async () => {
    await put()
    expect(await home.store.oldMedia.inWebVersion(0)).toEqual({ hashes: [picture], last: id })
    expect(await home.store.oldMedia.inWebVersion(id)).toBeNull()
    await home.store.webPieces.replacePiece(id, 'story:4:lead:nuclear', '<p>Withdrawn</p>')
    expect(await home.store.oldMedia.inWebVersion(0)).toBeNull()
  })

  test('are missing for an edition that has only blocks', async () => {
    expect(await home.store.webPieces.missing()).toEqual([])
    await home.store.contents.putBlocks(id, 1, [{ key: 'head', html: '<main>', text: '', size: 6 }])
    expect(await home.store.webPieces.missing()).toEqual([id])
    await put()
    expect(await home.store.webPieces.missing()).toEqual([])
  })
})
