/** An e-mail of an edition that an editor sends to look at it, as it was when it was asked for. */
export interface TestMail {
  subject: string
  edition: number
  /** The whole mail as it follows DATA, in ASCII; its Message-ID is put in when it leaves. */
  mail: string
}
