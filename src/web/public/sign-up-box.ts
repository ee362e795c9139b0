import type { Newsroom } from '../../core/entities/newsroom.ts'

/** What the sign-up box of the reading pages shows (`templates/reading/partials/sign-up.hbs`); null where nobody can subscribe. */
export function signUpBox(newsroom: Newsroom | null): { contact: string } | null {
  return newsroom && { contact: newsroom.replyTo ?? newsroom.sender.email }
}
