import type { AccountTables } from './accounts.ts'
import type { ArchiveTables } from './archive.ts'
import type { BulkTables } from './bulk.ts'
import type { EditionTables } from './editions.ts'
import type { FeedbackTables } from './feedback.ts'
import type { ImportTables } from './imports.ts'
import type { NewsroomTables } from './newsroom.ts'
import type { ProcessTables } from './processes.ts'
import type { ReaderTables } from './readers.ts'
import type { SendingTables } from './sending.ts'
import type { SourceTables } from './sources.ts'
import type { StoryTables } from './stories.ts'
import type { SubscriberTables } from './subscribers.ts'
import type { WarmUpTables } from './warm-ups.ts'

/**
 * The tables in every dialect: instants are epoch milliseconds, local dates ISO text, booleans 0 and 1, lists and objects JSON text. Only
 * the repositories use these forms.
 */
export interface Tables
  extends
    NewsroomTables,
    SourceTables,
    StoryTables,
    EditionTables,
    SubscriberTables,
    ReaderTables,
    BulkTables,
    SendingTables,
    AccountTables,
    ArchiveTables,
    ProcessTables,
    FeedbackTables,
    ImportTables,
    WarmUpTables {}
