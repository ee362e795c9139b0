import { generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSigningThread } from '../../src/mail/dkim/signing-thread.ts'

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

test('each text gets its own signature, with the key that came with it', async () => {
  const thread = openSigningThread()
  const pairs = [pair(), pair()]
  const texts = Array.from({ length: 25 }, (_, at) => `text ${at} ü`)
  const signatures = await Promise.all(
    texts.map((text, at) => {
      const { privateKey } = pairs[at % 7 === 0 ? 1 : 0] ?? pair()
      return thread.sign(privateKey, text)
    }),
  )
  const fits = signatures.map((signature, at) => {
    const { publicKey } = pairs[at % 7 === 0 ? 1 : 0] ?? pair()
    return verify(
      'sha256',
      Buffer.from(texts[at] ?? '', 'latin1'),
      publicKey,
      Buffer.from(signature, 'base64'),
    )
  })
  expect(fits).toEqual(texts.map(() => true))
  await thread.close()
})

test('a thread that crashes or exits leaves no call waiting, and is replaced', async () => {
  const thread = openSigningThread()
  const { privateKey, publicKey } = pair()
  // A public key cannot sign.
  await expect(thread.sign(publicKey, 'a')).rejects.toThrow()
  expect(await thread.sign(privateKey, 'b')).toMatch(/^[\w+/]{342}==$/)
  const late = Array.from({ length: 10 }, () => thread.sign(privateKey, 'c'))
  const outcomes = Promise.allSettled(late)
  await thread.close()
  expect((await outcomes).map(({ status }) => status)).toContain('rejected')
})
