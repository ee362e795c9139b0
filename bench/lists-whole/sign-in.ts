import { setTimeout as timer } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import type { Browser } from './browser.ts'

/** An account as its owner knows it. */
export interface Owner {
  email: string
  password: string
  /** The code of the app on their phone; each counts once, so it waits for the next where that was used. */
  code(): Promise<string>
}

/** Opens a one-time link, and chooses a password and an app for codes, as a new admin does. */
export async function acceptLink(browser: Browser, link: string, email: string): Promise<Owner> {
  const password = 'a long word of passage 27'
  await browser.open(link)
  await browser.send(new URL(link).pathname)
  await browser.send('sign-in/password', { password })
  const secret = browser.document.querySelector('code')?.textContent?.replaceAll(' ', '') ?? ''
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  let used = ''
  const owner: Owner = {
    email,
    password,
    async code() {
      while (totp.generate() === used) await timer(500)
      return (used = totp.generate())
    },
  }
  await browser.send('sign-in/factor', { code: await owner.code() })
  await browser.send('sign-in/continue')
  return owner
}

/** Signs out and in again, as who has been away. */
export async function signInAgain(browser: Browser, { email, password, code }: Owner): Promise<void> {
  await browser.open('/account')
  await browser.send('sign-out')
  await browser.open('/sign-in')
  await browser.send('/sign-in', { email, password })
  await browser.send('sign-in/code', { code: await code() })
}
