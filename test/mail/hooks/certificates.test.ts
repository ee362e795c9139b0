import { expect, test } from 'vitest'
import { openCertificates } from '../../../src/mail/hooks/ses/certificates.ts'
import { systemClock } from '../../../src/system.ts'
import { certificate, certificateUrl } from './support.ts'

const host = 'sns.eu-central-1.amazonaws.com'
const named = (number: number) =>
  `https://${host}/SimpleNotificationService-${String(number).padStart(32, '0')}.pem`

test('a certificate is fetched once, however many messages need it at the same time, and cached', async () => {
  const fetched: string[] = []
  const fetch = async (address: string) => {
    fetched.push(address)
    return certificate
  }
  const { keyAt } = openCertificates(host, fetch, systemClock)
  const keys = await Promise.all(Array.from({ length: 30 }, () => keyAt(certificateUrl)))
  expect(keys.every((key) => typeof key === 'object')).toBe(true)
  for (let at = 0; at < 20; at += 1) await keyAt(named(at))
  await keyAt(certificateUrl)
  expect(fetched.filter((address) => address === certificateUrl)).toHaveLength(1)
})

test('a failed one is requested again, and the number of addresses is limited', async () => {
  let count = 0
  const fetch = async () => {
    count += 1
    return null
  }
  const { keyAt } = openCertificates(host, fetch, systemClock)
  for (let at = 0; at < 300; at += 1) expect(await keyAt(named(at))).toBe('unavailable')
  expect(count).toBe(200)
})

test.each(['?a', '#a', '/', '%00'])('another spelling of an address is refused: %s', async (end) => {
  const { keyAt } = openCertificates(host, async () => certificate, systemClock)
  expect(await keyAt(`${certificateUrl}${end}`)).toBe('not-theirs')
})
