import { setTimeout as timer } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import type { Browser } from './browser.ts'

/** What the owner of an account knows about it. */
export interface Owner {
  email: string
  password: string
  /** A code of their authenticator app; each is accepted once, so this waits for the next one if it was used. */
  code(): Promise<string>
}

/** Opens a one-time link, and sets a password and an authenticator app, as a new admin does. */
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

/** Signs out and in again, as after an absence. */
export async function signInAgain(browser: Browser, { email, password, code }: Owner): Promise<void> {
  await browser.open('/account')
  await browser.send('sign-out')
  await browser.open('/sign-in')
  await browser.send('/sign-in', { email, password })
  await browser.send('sign-in/code', { code: await code() })
}
