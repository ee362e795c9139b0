import { accountsCodes } from './codes/accounts.ts'
import { alertsCodes } from './codes/alerts.ts'
import { checksCodes } from './codes/checks.ts'
import { doctorCodes } from './codes/doctor.ts'
import { generalCodes } from './codes/general.ts'
import { healthCodes } from './codes/health.ts'
import { newsroomCodes } from './codes/newsroom.ts'
import { sendingCodes } from './codes/sending.ts'

/** Everything that the program says to people, by code, with the names of its parameters; `templates/words` has the words. */
export const codes = {
  ...accountsCodes,
  ...alertsCodes,
  ...checksCodes,
  ...doctorCodes,
  ...generalCodes,
  ...healthCodes,
  ...newsroomCodes,
  ...sendingCodes,
} as const

export type Code = keyof typeof codes
