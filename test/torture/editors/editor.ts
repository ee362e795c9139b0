import { escapeHtml } from '../../../src/core/text/encode.ts'
import { upTo } from '../chance.ts'
import type { TestAccount } from '../../web/signed-in.ts'
import type { Operation } from './operations.ts'
import type { Service } from './service.ts'

/** The outcome of an operation, as its editor saw it. */
export interface Answered {
  operation: Operation
  /** `broken`: an answer that no editor should get. */
  outcome: 'done' | 'nothing' | 'refused' | 'broken'
  /** How often the form was sent without an answer: the editor does not know whether that had an effect. */
  unanswered: number
  /** Of a refusal: whether it showed what was typed. */
  showsTyped: boolean
  detail: string
}

/** An editor’s browser: it reads pages, and submits forms again if there is no answer. */
export interface Editor {
  does(operation: Operation): Promise<Answered>
}

/** What the forms of a page contain. */
interface Page {
  seen: string
  edition: string
  undo: string
}

/** The share of forms whose connection is closed before the answer, without a kill, and after how many milliseconds at most. */
const [lostAnswers, longestMs] = [0.2, 250]

interface Desk {
  /** The page of a day, with or without wishes. */
  pageOf(isWish: boolean): string
  service: Service
  chance: () => number
}

/** An editor signed in by the cookie of an account. Pages are reloaded now and then, so that some forms are stale. */
export function openEditor(account: TestAccount, { pageOf, service, chance }: Desk): Editor {
  const pages = new Map<boolean, Page>()

  const read = async (isWish: boolean): Promise<Page> => {
    const known = pages.get(isWish)
    if (known && chance() < 0.5) return known
    const { text } = await asked(() => fetch(pageOf(isWish), { headers: account.headers }))
    const field = (name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(text)?.[1] ?? ''
    const [, undo = '0'] = /value="undo (\d+)"/.exec(text) ?? []
    const page = { seen: field('seen'), edition: field('edition'), undo }
    pages.set(isWish, page)
    return page
  }

  /** Repeats the request until there is an answer, like a person who presses the button again. */
  const asked = async (ask: (unanswered: number) => Promise<Response>) => {
    for (let unanswered = 0; ; unanswered += 1) {
      await service.ready()
      try {
        const response = await ask(unanswered)
        return { response, text: await response.text(), unanswered }
      } catch {
        if (unanswered > 50) throw new Error('no answer came after 50 tries')
      }
    }
  }

  return {
    async does(operation) {
      const { isWish, action, fields, typed } = operation
      const { seen, edition, undo } = await read(isWish)
      const sent = { ...fields, seen, edition, ...(fields['do'] === 'undo ?' && { do: `undo ${undo}` }) }
      const body = account.form(sent)
      const lost = chance() < lostAnswers ? upTo(chance, longestMs) : null
      const { response, text, unanswered } = await asked((before) =>
        fetch(pageOf(isWish) + action, {
          method: 'POST',
          redirect: 'manual',
          headers: account.formHeaders,
          body,
          ...(lost !== null && before === 0 && { signal: AbortSignal.timeout(lost) }),
        }),
      )
      const answered = { operation, unanswered, showsTyped: true, detail: '' }
      if (response.status === 303) {
        const done = new URL(response.headers.get('location') ?? '', response.url).searchParams.get('done')
        return { ...answered, outcome: done === 'nothing' || done === 'added-already' ? 'nothing' : 'done' }
      }
      if (response.status === 409)
        return {
          ...answered,
          outcome: 'refused',
          showsTyped: typed === null || text.includes(`>${escapeHtml(typed)}<`),
        }
      const detail = `${JSON.stringify(sent)} was answered ${response.status}: ${text.slice(0, 2_000)}`
      return { ...answered, outcome: 'broken', detail }
    },
  }
}
