import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { readDkimName, type DkimKeyName } from '../core/smtp/dkim-record.ts'

/** A key that signs e-mails, given instead of one in the data folder; it is a secret. */
export interface DkimSettings extends DkimKeyName {
  pem: string
}

/** RFC 8301 §3.2. */
const leastBits = 1_024

export const dkimShape = {
  DAYWIRE_DKIM_NAME: z
    .string()
    .refine(
      (name) => readDkimName(name) !== null,
      'must be a name in DNS such as dw202611._domainkey.example.org',
    )
    .optional()
    .describe('The name in DNS of the key in DAYWIRE_DKIM_KEY: selector._domainkey.domain'),
  DAYWIRE_DKIM_KEY: z
    .string()
    .refine(isRsaKey, 'must be a private RSA key in PEM')
    .optional()
    .describe(
      'The key that signs e-mails (DKIM), for hosts that share one; best as DAYWIRE_DKIM_KEY_FILE. If not set, `daywire dkim` makes keys in the data folder',
    ),
}

type Given = Partial<Record<keyof typeof dkimShape, string | undefined>>

/** Null if none is given, or only one of name and key. */
export function dkimOf({ DAYWIRE_DKIM_NAME: name, DAYWIRE_DKIM_KEY: pem }: Given): DkimSettings | null {
  const read = name === undefined ? null : readDkimName(name)
  return read && pem !== undefined ? { ...read, pem } : null
}

export const dkimFaults = ({ DAYWIRE_DKIM_NAME: name, DAYWIRE_DKIM_KEY: pem }: Given): string[] =>
  (name === undefined) === (pem === undefined)
    ? []
    : ['DAYWIRE_DKIM_NAME and DAYWIRE_DKIM_KEY belong together; set both or neither']

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(pem)
    return type === 'rsa' && (details?.modulusLength ?? 0) >= leastBits
  } catch {
    return false
  }
}
