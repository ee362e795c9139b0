import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileShell } from '../src/render/compile-shell.ts'
import { makeShells, shellsFile } from '../src/render/mail-shell.ts'
import { openTemplates } from '../src/render/templates.ts'
import { wordsOf } from '../src/wording/wording.ts'

/** `npm run shells`: makes the frame of every e-mail that is no digest, by MJML from templates/mail/layout.mjml.hbs. */
const folder = join(import.meta.dirname, '../templates')
const shells = await makeShells(openTemplates(folder, wordsOf('mail', 'en'), 'mail'), compileShell)
await writeFile(shellsFile(folder), `${JSON.stringify(shells, null, 2)}\n`)
