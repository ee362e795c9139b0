import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dkimName, readDkimName, type DkimKeyName } from '../../core/smtp/dkim-record.ts'
import { AppError } from '../../core/errors.ts'
import type { SigningKey } from './dkim.ts'
import { said } from '../../core/said/said.ts'

/** A public key. */
export interface DkimKey extends DkimKeyName {
  /** SubjectPublicKeyInfo in base64. */
  publicKey: string
  /** True if e-mails are signed with it. */
  signs: boolean
}

/** A key given in the settings. */
export interface GivenKey extends DkimKeyName {
  pem: string
}

/**
 * The keys in `dkim` of the data folder, one PEM file each (mode 0600), named as in DNS; the file `signing` names the one in use. A key
 * given in the settings is included, and is the one in use.
 */
export interface DkimKeys {
  list(): Promise<DkimKey[]>
  /** Creates an RSA key of 2048 bits (RFC 8301 §3.2). Throws `conflict` if there is one with that name. */
  make(name: DkimKeyName): Promise<DkimKey>
  /** Signs with a key from now on, or with none. Throws `conflict` if the settings give another. */
  use(name: DkimKeyName | null): Promise<void>
  /** Throws `bad-config` if the key in use cannot be read. */
  signing(): Promise<SigningKey | null>
}

const makePair = promisify(generateKeyPair)

const publicKeyOf = (key: KeyObject) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

export function openDkimKeys(dataFolder: string, given: GivenKey | null = null): DkimKeys {
  const folder = join(dataFolder, 'dkim')
  const fileOf = (name: DkimKeyName) => join(folder, `${dkimName(name)}.pem`)
  const choice = join(folder, 'signing')

  const isGiven = (name: DkimKeyName): boolean => given !== null && dkimName(given) === dkimName(name)

  async function chosen(): Promise<DkimKeyName | null> {
    if (given) return given
    try {
      const name = readDkimName((await readFile(choice, 'utf8')).trim())
      if (name) return name
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
    throw new AppError('bad-config', said('dkim-choice-unreadable', { file: choice }))
  }

  async function read(name: DkimKeyName): Promise<KeyObject> {
    if (given && isGiven(name)) return createPrivateKey(given.pem)
    try {
      return createPrivateKey(await readFile(fileOf(name)))
    } catch (cause) {
      throw new AppError('bad-config', said('dkim-key-unreadable', { file: fileOf(name) }), { cause })
    }
  }

  return {
    async list() {
      const files: string[] = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
      const inUse = await chosen()
      const inFolder = files.sort().flatMap((file) => readDkimName(file.replace(/\.pem$/, '')) ?? [])
      const names = [...inFolder.filter((name) => !isGiven(name)), ...(given ? [given] : [])]
      return Promise.all(
        names.map(async ({ domain, selector }) => ({
          domain,
          selector,
          publicKey: publicKeyOf(await read({ domain, selector })),
          signs: inUse !== null && dkimName(inUse) === dkimName({ domain, selector }),
        })),
      )
    },
    async make(name) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { privateKey } = await makePair('rsa', { modulusLength: 2048 })
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
      try {
        await write(fileOf(name), pem)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        throw new AppError('conflict', said('dkim-key-exists', { key: dkimName(name) }))
      }
      return { ...name, publicKey: publicKeyOf(privateKey), signs: false }
    },
    async use(name) {
      if (name !== null && isGiven(name)) return
      if (given) throw new AppError('conflict', said('dkim-key-given', { key: dkimName(given) }))
      if (name === null) return rm(choice, { force: true })
      await read(name)
      await rm(`${choice}.new`, { force: true })
      await write(`${choice}.new`, `${dkimName(name)}\n`)
      await rename(`${choice}.new`, choice)
    },
    async signing() {
      const name = await chosen()
      return name && { domain: name.domain, selector: name.selector, key: await read(name) }
    },
  }
}

async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
