import { accountsCodes } from './codes/accounts.ts'
import { alertsCodes } from './codes/alerts.ts'
import { collectingCodes } from './codes/collecting.ts'
import { curatingCodes } from './codes/curating.ts'
import { checksCodes } from './codes/checks.ts'
import { doctorCodes } from './codes/doctor.ts'
import { editionsCodes } from './codes/editions.ts'
import { generalCodes } from './codes/general.ts'
import { healthCodes } from './codes/health.ts'
import { newsroomCodes } from './codes/newsroom.ts'
import { readerMailsCodes } from './codes/reader-mails.ts'
import { sendingCodes } from './codes/sending.ts'
import { subscribersCodes } from './codes/subscribers.ts'
import { renderingCodes } from './codes/rendering.ts'

/** Everything that the program says to people, by code, with the names of its parameters; `templates/words` has the words. */
export const codes = {
  ...accountsCodes,
  ...alertsCodes,
  ...collectingCodes,
  ...curatingCodes,
  ...checksCodes,
  ...doctorCodes,
  ...editionsCodes,
  ...generalCodes,
  ...healthCodes,
  ...newsroomCodes,
  ...readerMailsCodes,
  ...sendingCodes,
  ...subscribersCodes,
  ...renderingCodes,
} as const

export type Code = keyof typeof codes
