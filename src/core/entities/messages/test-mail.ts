/** A test e-mail of an edition, as it was when an editor requested it. */
export interface TestMail {
  subject: string
  edition: number
  /** The whole e-mail as sent after DATA, in ASCII; its Message-ID is inserted when it is sent. */
  mail: string
}
