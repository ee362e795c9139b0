import type { Generated } from 'kysely'
import type { Proof } from '../../core/entities/account.ts'

/** The accounts, their credentials and sessions. Secrets are hashed, or sealed with a key outside the database. */
export interface AccountTables {
  accounts: {
    id: Generated<number>
    email: string
    /** The address in the form for comparing. */
    email_key: string
    name: string
    /** JSON: grants. */
    grants: string
    password: string | null
    /** Sealed. */
    totp: string | null
    /** The time step of the last accepted code; each is accepted once. */
    totp_step: Generated<number>
    created_at: number
    disabled_at: number | null
    last_sign_in_at: number | null
  }
  passkeys: {
    id: string
    account_id: number
    name: string
    public_key: string
    counter: number
    transports: string
    created_at: number
    used_at: number | null
  }
  recovery_codes: { account_id: number; hash: string; used_at: number | null }
  sessions: {
    id: Generated<number>
    hash: string
    account_id: number
    proof: Proof
    second_factor: number
    /** The browser's user agent. */
    agent: string
    address: string
    created_at: number
    seen_at: number
    ends_at: number
  }
  sign_in_links: {
    hash: string
    account_id: number
    kind: string
    created_at: number
    expires_at: number
    used_at: number | null
  }
  /** Choices of accounts that differ from the defaults of their roles. */
  alert_choices: {
    account_id: number
    alert: string
    /** 0: what all digests share. */
    digest_id: number
    is_wanted: number
  }
  sign_in_attempts: { id: Generated<number>; key: string; at: number }
  /** Challenges that a passkey has answered; each counts once. */
  spent_challenges: { hash: string; expires_at: number }
  /** Who has the page of a digest's day open. */
  presence: { digest_id: number; date: string; account_id: number; ends_at: number }
}
