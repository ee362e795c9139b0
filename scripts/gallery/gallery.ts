import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { openBrowser, openMail } from './browser.ts'
import { openMails } from './mails.ts'
import { galleryPage, type Shot } from './page.ts'
import { views } from './views.ts'

/**
 * `npm run gallery`: every e-mail of the gallery in every view, as pictures on one page in data/gallery. With `--readme` it also renews the
 * pictures of docs/.
 */
const root = join(import.meta.dirname, '../..')
const folder = join(root, 'data/gallery')

const { mails, picture, close } = await openMails()
const browser = await openBrowser()
try {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const shots: Shot[] = []
  for (const [at, { name, mail }] of mails.entries()) {
    await writeFile(join(folder, `${at}.html`), mail.html)
    await writeFile(join(folder, `${at}.txt`), mail.text)
    for (const [place, view] of views.entries()) {
      const page = await openMail(browser, mail.html, view, picture)
      const file = `${at}-${place}.png`
      await page.screenshot({ path: join(folder, file), fullPage: true })
      await page.close()
      shots.push({
        mail: name,
        bytes: mail.bytes,
        text: `${at}.txt`,
        view: view.name,
        file,
        width: view.width,
      })
    }
    console.error(`${name}: ${views.length} pictures, ${mail.bytes.toLocaleString('en')} bytes of HTML`)
  }
  await writeFile(join(folder, 'index.html'), galleryPage(shots))
  if (process.argv.includes('--readme')) await readmePictures()
  console.log(join('data/gallery', 'index.html'))
} finally {
  await browser.close()
  await close()
}

/** The top of the full day in both colour schemes, for the README. */
async function readmePictures(): Promise<void> {
  for (const scheme of ['light', 'dark']) {
    const place = views.findIndex(({ name }) => name === `${scheme}, 640`)
    const top = sharp(join(folder, `0-${place}.png`)).extract({
      left: 0,
      top: 0,
      width: 640,
      height: 1500,
    })
    await top.png({ compressionLevel: 9, palette: true }).toFile(join(root, 'docs', `digest-${scheme}.png`))
  }
}
