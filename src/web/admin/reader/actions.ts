import type { FastifyInstance } from 'fastify'
import type { AccountActor } from '../../../core/entities/account.ts'
import { AppError } from '../../../core/errors.ts'
import { refused, type Said } from '../../../core/said/said.ts'
import type { Permission } from '../../../core/permissions.ts'
import { undoForReader } from '../../../services/imports/undoing/undo-for-reader.ts'
import { findImport } from '../../../services/imports/viewing/list-imports.ts'
import { choose } from '../../../services/subscribers/choosing/choose.ts'
import { pauseSubscription } from '../../../services/subscribers/choosing/pause.ts'
import { addNote, removeNote } from '../../../services/subscribers/managing/notes.ts'
import { replaceAddress } from '../../../services/subscribers/managing/replace-address.ts'
import { resubscribe } from '../../../services/subscribers/managing/resubscribe.ts'
import { stopMailing } from '../../../services/subscribers/managing/stop-mailing.ts'
import { undoReaderChange } from '../../../services/subscribers/managing/undo-change.ts'
import { sendOwnLink } from '../../../services/subscribers/own-data/own-link.ts'
import { findReader, type FoundReader } from '../../../services/subscribers/readers/find-reader.ts'
import { tagReader, untagReader } from '../../../services/subscribers/tags/tag-reader.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import type { Admin } from '../frame/admin.ts'
import { idOf, type ReaderParams } from './open-reader.ts'
import { showReaderPage, type ReaderForm, type readerDone } from './reader.ts'
import { readReaderForm, type ReaderFields } from './reader-fields.ts'

type Outcome = { ok: true } | ({ ok: false } & Said)

/** An admin's action on one reader, on the reader's page. */
interface Action {
  path: string
  permission: Permission
  done: (typeof readerDone)[number]
  /** The form that is shown again if the action is refused. */
  form: ReaderForm | ''
  run(site: WebContext, found: FoundReader, fields: ReaderFields, actor: AccountActor): Promise<Outcome>
  /** The page afterwards and its notice, if it is not the reader's page. */
  leadsTo?(admin: Admin, found: FoundReader): { path: string; done: string }
}

const change = { permission: 'change-subscribers' } as const
const ok = { ok: true } as const

const actions: readonly Action[] = [
  {
    path: 'choices',
    done: 'choices',
    form: 'choices',
    permission: 'change-subscription',
    run: ({ context }, { subscription, digest }, { choices }, actor) =>
      choose(context, subscription, digest, choices, actor),
  },
  {
    path: 'pause',
    done: 'pause',
    form: 'pause',
    permission: 'change-subscription',
    run: ({ context }, { subscription, digest }, { until }, actor) =>
      pauseSubscription(context, subscription, digest, until, actor),
  },
  {
    path: 'stop',
    done: 'stop',
    form: 'stop',
    ...change,
    run: ({ context }, { subscription }, { reason, never }, actor) =>
      stopMailing(context, subscription, { reason, never }, actor),
  },
  {
    path: 'resubscribe',
    done: 'resubscribe',
    form: 'resubscribe',
    ...change,
    run: ({ context }, { subscription }, { reason }, actor) =>
      resubscribe(context, subscription, reason, actor),
  },
  {
    path: 'address',
    done: 'address',
    form: 'address',
    ...change,
    run: ({ context }, { subscription }, { address }, actor) =>
      replaceAddress(context, subscription, address, actor),
  },
  {
    path: 'tag',
    done: 'tag',
    form: 'tag',
    ...change,
    run: ({ context }, { subscription }, { tag }, actor) => tagReader(context, subscription, tag, actor),
  },
  {
    path: 'untag',
    done: 'untag',
    form: '',
    ...change,
    run: async ({ context }, { subscription }, { number }, actor) => {
      await untagReader(context, subscription, number, actor)
      return ok
    },
  },
  {
    path: 'note',
    done: 'note',
    form: 'note',
    ...change,
    run: ({ context }, { subscription }, { note }, actor) => addNote(context, subscription, note, actor),
  },
  {
    path: 'unnote',
    done: 'unnote',
    form: '',
    ...change,
    run: async ({ context }, { subscription }, { number }, actor) => {
      await removeNote(context, subscription, number, actor)
      return ok
    },
  },
  {
    path: 'link',
    done: 'link',
    form: '',
    permission: 'change-subscription',
    run: async ({ context }, found, _, actor) => {
      await sendOwnLink(context, found, actor)
      return ok
    },
  },
  {
    path: 'undo-import',
    done: 'undo',
    form: '',
    ...change,
    run: async ({ context }, { subscription }, { number }, actor) => {
      const list = await findImport(context, number, actor)
      return list
        ? undoForReader(context, list, subscription.email, actor)
        : refused('import-unknown', { id: number })
    },
    // The reader may no longer exist, if only the list had added them.
    leadsTo: ({ at }, { digest }) => ({
      path: at(`?${new URLSearchParams({ digest: digest.key }).toString()}`),
      done: 'import-undone-reader',
    }),
  },
  {
    path: 'undo',
    done: 'undo',
    form: '',
    ...change,
    run: ({ context }, { subscription }, { number }, actor) =>
      undoReaderChange(context, subscription, number, actor),
  },
]

/** An admin's actions on one reader, each with its own route below the reader's page. */
export function registerReaderActions(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  for (const { path, permission, done, form, run, leadsTo } of actions)
    scope.post<ReaderParams>(`/:id/${path}`, { config: { permission } }, async (request, reply) => {
      const { actor } = accountOf(request)
      const id = idOf(request.params.id)
      const found = await findReader(site.context, actor, id)
      const fields = readReaderForm(request.body)
      const outcome = await orRefused(() => run(site, found, fields, actor))
      if (outcome.ok) {
        const next = leadsTo?.(admin, found) ?? { path: admin.at(`/${id}`), done }
        return seeOther(reply, next.path, next.done)
      }
      const fault = wholeSentence('en', outcome)
      const sent = {
        form,
        fault,
        typed: typedIn(fields, form),
        choices: form === 'choices' ? fields.choices : null,
      }
      return showReaderPage(site, admin, request, reply.code(422), sent)
    })
}

/** What was typed into the one field of a form other than that of choices. */
function typedIn({ until, reason, address, tag, note }: ReaderFields, form: ReaderForm | ''): string {
  const texts: Partial<Record<ReaderForm | '', string>> = {
    pause: until,
    stop: reason,
    resubscribe: reason,
    address,
    tag,
    note,
  }
  return texts[form] ?? ''
}

/** A refused reason or address is reported beside its form. */
export async function orRefused(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return { ok: false, ...error.says }
    throw error
  }
}
