import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailContent } from '../../mail/mailbox/mail-reading.ts'

const mediaAddress = /https?:\/\/[^"'\s<>]*?\/media\/([0-9a-f]{32})/g

/**
 * Writes e-mails to be viewed: `.eml` with their exact bytes, `.html` with its pictures beside it, and `.txt`. They are named by recipient,
 * so that a second run of the same day overwrites them. Returns the files' names without extensions.
 */
export async function writeMails(
  mails: MailContent[],
  folder: string,
  mediaFolder: string,
): Promise<string[]> {
  await mkdir(join(folder, 'media'), { recursive: true })
  const names: string[] = []
  for (const mail of mails) {
    const name = mail.to.replace(/[^\w.@-]+/g, '_')
    await writeFile(join(folder, `${name}.eml`), mail.bytes)
    await writeFile(join(folder, `${name}.txt`), mail.text)
    await writeFile(join(folder, `${name}.html`), mail.html.replace(mediaAddress, 'media/$1'))
    for (const [, hash = ''] of mail.html.matchAll(mediaAddress))
      await copyFile(join(mediaFolder, hash.slice(0, 2), hash), join(folder, 'media', hash))
    names.push(name)
  }
  return names
}
