import type { Generated } from 'kysely'

export interface NewsroomTables {
  test_addresses: { digest_id: number; email: string }
  settings: { name: string; value: string }
  topics: { id: string; position: number; body: string }
  countries: { code: string; body: string }
  profiles: { country: string; body: string }
  digests: {
    id: Generated<number>
    key: string
    name: string
    language: string
    template: string
    topics: string
    approval: string
    days: string
    hour: string
    cutoff: string
    time_zone: string
    catch_up: Generated<number>
    calendar: Generated<string>
    profile_days: Generated<number>
    unknowns: Generated<string>
    created_at: number
  }
  audit: {
    id: Generated<number>
    at: number
    actor: string
    action: string
    subject: string
    detail: string
  }
}
