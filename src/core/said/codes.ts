import { accountsCodes } from './codes/accounts.ts'
import { alertsCodes } from './codes/alerts.ts'
import { backupCodes } from './codes/backup.ts'
import { collectingCodes } from './codes/sources/collecting.ts'
import { curatingCodes } from './codes/curating.ts'
import { checksCodes } from './codes/checks.ts'
import { doctorCodes } from './codes/doctor.ts'
import { editionsCodes } from './codes/editions.ts'
import { fieldsCodes } from './codes/fields.ts'
import { documentsCodes } from './codes/sources/documents.ts'
import { fetchingCodes } from './codes/sources/fetching.ts'
import { filesCodes } from './codes/sources/files.ts'
import { pagesCodes } from './codes/sources/pages.ts'
import { picturesCodes } from './codes/sources/pictures.ts'
import { generalCodes } from './codes/general.ts'
import { healthCodes } from './codes/sources/health.ts'
import { hooksCodes } from './codes/hooks.ts'
import { listsCodes } from './codes/lists.ts'
import { newsroomCodes } from './codes/newsroom.ts'
import { readerMailsCodes } from './codes/reader-mails.ts'
import { sendingCodes } from './codes/sending.ts'
import { subscribersCodes } from './codes/subscribers.ts'
import { renderingCodes } from './codes/rendering.ts'

/** Codes of all messages to people, with the names of their parameters; the texts are in `templates/words`. */
export const codes = {
  ...accountsCodes,
  ...alertsCodes,
  ...backupCodes,
  ...collectingCodes,
  ...documentsCodes,
  ...fetchingCodes,
  ...filesCodes,
  ...pagesCodes,
  ...picturesCodes,
  ...curatingCodes,
  ...checksCodes,
  ...doctorCodes,
  ...editionsCodes,
  ...fieldsCodes,
  ...generalCodes,
  ...healthCodes,
  ...hooksCodes,
  ...listsCodes,
  ...newsroomCodes,
  ...readerMailsCodes,
  ...sendingCodes,
  ...subscribersCodes,
  ...renderingCodes,
} as const

export type Code = keyof typeof codes
