import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { folderOf, open, serve } from './setting.ts'
import { inWords } from '../in-words.ts'
import { english } from '../../src/core/said/sentence.ts'

const red = { r: 200, g: 30, b: 30 }
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: red } })
const link = (url: string) => ({ url, alt: null, caption: null, credit: null })

async function pictureOf(bytes: Buffer) {
  const folder = await folderOf({ picture: bytes })
  return open().picture(link(pathToFileURL(join(folder, 'picture')).href), folder)
}

describe('pictures', () => {
  test('come in two sizes, as JPEG, never enlarged', async () => {
    const wide = await pictureOf(await plain(2000, 1000).png().toBuffer())
    expect(wide).toMatchObject({
      ok: true,
      large: { type: 'image/jpeg', width: 1088, height: 544 },
      thumb: { type: 'image/jpeg', width: 224, height: 168 },
    })
    expect(await pictureOf(await plain(300, 400).webp().toBuffer())).toMatchObject({
      large: { width: 300, height: 400 },
      thumb: { width: 224, height: 168 },
    })
  })

  test('the stated sizes are correct; JPEG is progressive and without metadata', async () => {
    const source = await plain(1200, 900)
      .withExif({ IFD0: { Artist: 'Somebody' } })
      .jpeg()
      .toBuffer()
    const picture = await pictureOf(source)
    if (!picture.ok) throw new Error(english(picture.reason))
    expect(await sharp(picture.large.bytes).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1088,
      height: 816,
      isProgressive: true,
    })
    expect((await sharp(picture.large.bytes).metadata()).exif).toBeUndefined()
    expect(picture.large.bytes.includes('Somebody')).toBe(false)
  })

  test('a rotated picture is turned upright', async () => {
    const picture = await pictureOf(await plain(600, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    expect(picture).toMatchObject({ large: { width: 300, height: 600 } })
  })

  test.each([
    ['a little wide', 1400, 400, 1088, 363],
    ['a little tall', 300, 1100, 300, 900],
    ['just 3:1', 900, 300, 900, 300],
  ])('one that is %s is limited to 1:3', async (_, width, height, shownWidth, shownHeight) => {
    const picture = await pictureOf(await plain(width, height).jpeg().toBuffer())
    expect(picture).toMatchObject({
      large: { width: shownWidth, height: shownHeight },
      thumb: { width: 224 },
    })
  })

  test('a rotated one is cropped as it is shown', async () => {
    const picture = await pictureOf(await plain(1050, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    expect(picture).toMatchObject({ large: { width: 300, height: 900 } })
  })

  test.each([
    [1600, 200],
    [120, 1400],
  ])('a strip of %i × %i pixels is refused', async (width, height) => {
    const picture = await pictureOf(await plain(width, height).png().toBuffer())
    expect(inWords(picture)).toMatchObject({ ok: false, reason: expect.stringContaining(`is a strip (${width} × ${height} pixels)`) }) // prettier-ignore
  })

  test('CMYK colours become RGB', async () => {
    const picture = await pictureOf(await plain(300, 200).toColourspace('cmyk').jpeg().toBuffer())
    if (!picture.ok) throw new Error(english(picture.reason))
    expect(await sharp(picture.large.bytes).metadata()).toMatchObject({ space: 'srgb', channels: 3 })
  })

  test('transparency is kept if the file is small', async () => {
    const background = { ...red, alpha: 0.2 }
    const clear = await sharp({ create: { width: 400, height: 300, channels: 4, background } })
      .png()
      .toBuffer()
    expect(await pictureOf(clear)).toMatchObject({
      large: { type: 'image/png' },
      thumb: { type: 'image/png' },
    })
    const opaque = await sharp({
      create: { width: 400, height: 300, channels: 4, background: { ...red, alpha: 1 } },
    })
      .png()
      .toBuffer()
    expect(await pictureOf(opaque)).toMatchObject({ large: { type: 'image/jpeg' } })
  })

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', 'is SVG'],
    ['a page', '<!doctype html><p>Not found', 'is not a JPEG'],
    ['nothing', '', 'is empty'],
    ['a file that is a JPEG only by name', '\xff\xd8\xff\xe0 and then nothing', 'is damaged'],
  ])('%s is refused with a reason', async (_, bytes, reason) => {
    expect(inWords(await pictureOf(Buffer.from(bytes, 'latin1')))).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    })
  })

  test('a truncated one, and one too small or too large to decode, is refused', async () => {
    const noise = await sharp({
      create: {
        width: 600,
        height: 600,
        channels: 3,
        background: red,
        noise: { type: 'gaussian', mean: 90, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer()
    expect(inWords(await pictureOf(noise.subarray(0, noise.length / 2)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('damaged'),
    })
    expect(inWords(await pictureOf(await plain(1, 1).png().toBuffer()))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('too small'),
    })
    const vast = await plain(7000, 6000).png({ compressionLevel: 9 }).toBuffer()
    expect(await pictureOf(vast)).toMatchObject({ ok: false })
  })

  test('are fetched with the same safeguards as feeds', async () => {
    const bytes = await plain(400, 300).jpeg().toBuffer()
    const base = await serve((request, response) => {
      if (request.url === '/in') response.writeHead(302, { location: 'http://10.0.0.1/x.jpg' }).end()
      else response.setHeader('content-type', 'text/plain').end(bytes)
    })
    expect(await open().picture(link(`${base}/x`), null)).toMatchObject({ ok: true, large: { width: 400 } })
    expect(inWords(await open().picture(link(`${base}/in`), null))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('10.0.0.1'),
    })
    expect(await open({ allowLoopback: false }).picture(link(`${base}/x`), null)).toMatchObject({ ok: false })
  })

  test('a file is read only inside the folder it is named in', async () => {
    const bytes = await plain(400, 300).jpeg().toBuffer()
    const [outside, folder] = [await folderOf({ 'out.jpg': bytes }), await folderOf({ 'in.jpg': bytes })]
    await symlink(join(outside, 'out.jpg'), join(folder, 'sly.jpg'))
    const read = (path: string, within: string | null) =>
      open().picture(link(pathToFileURL(path).href), within)
    expect(await read(join(folder, 'in.jpg'), folder)).toMatchObject({ ok: true })
    expect(inWords(await read(join(outside, 'out.jpg'), folder))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is outside the folder'),
    })
    expect(inWords(await read(join(folder, 'sly.jpg'), folder))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is outside the folder'),
    })
    expect(inWords(await read(join(folder, 'none.jpg'), folder))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('there is no file'),
    })
    expect(await read(join(folder, 'in.jpg'), null)).toMatchObject({ ok: false })
    expect(await open().picture(link('file://elsewhere/x.jpg'), folder)).toMatchObject({ ok: false })
  })
})
