import type { Signer } from './dkim.ts'
import type { OutgoingMail, Session, Transport } from '../outgoing/transport.ts'

/** Approximate size of a signature header, in bytes. */
const signatureSize = 1_000

/** A transport that signs e-mails for another one. */
export function signingTransport(transport: Transport, sign: Signer): Transport {
  return {
    describes: transport.describes,
    open: async () => signingSession(await transport.open(), sign),
    close: () => transport.close(),
  }
}

function signingSession(session: Session, sign: Signer): Session {
  return {
    get usable() {
      return session.usable
    },
    quit: () => session.quit(),
    send(mail) {
      // Signed while the server handles the envelope.
      const signed = signedBody(mail, sign)
      // The body may never be requested.
      signed.catch(() => undefined)
      const size = mail.size === undefined ? undefined : mail.size + signatureSize
      return session.send({ ...mail, size, body: () => signed })
    },
  }
}

async function signedBody(mail: OutgoingMail, sign: Signer): Promise<readonly Buffer[]> {
  const pieces = await mail.body()
  const body = Buffer.isBuffer(pieces) ? pieces : Buffer.concat(pieces)
  return [await sign(body, mail.isRelaxed ?? false), body]
}
