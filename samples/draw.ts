import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { flags } from './draw/flags.ts'
import { pictures } from './draw/pictures.ts'
import { height, seeded, width } from './draw/strokes.ts'

const here = import.meta.dirname

/** Grain keeps large soft areas from banding, and makes the print look printed. */
function grain(name: string): Promise<Buffer> {
  const next = seeded(`grain ${name}`)
  const pixels = Buffer.alloc(width * height * 4)
  for (let at = 0; at < pixels.length; at += 4) {
    const shade = next() < 0.5 ? 0 : 255
    pixels.fill(shade, at, at + 3)
    pixels[at + 3] = Math.floor(next() * 13)
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
}

for (const folder of ['pictures', 'profiles']) await mkdir(join(here, folder), { recursive: true })

for (const [name, draw] of Object.entries(pictures)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${draw(seeded(name))}</svg>`
  const file = join(here, 'pictures', `${name}.jpg`)
  await sharp(Buffer.from(svg))
    .composite([{ input: await grain(name) }])
    .jpeg({ quality: 74, mozjpeg: true })
    .toFile(file)
  console.log(file)
}

for (const [code, shapes] of Object.entries(flags)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160" width="240" height="160">${shapes}</svg>`
  const file = join(here, 'profiles', `${code}.png`)
  await writeFile(file, await sharp(Buffer.from(svg)).png({ palette: true, compressionLevel: 9 }).toBuffer())
  console.log(file)
}
