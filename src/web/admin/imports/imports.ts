import type { RegisterAdminPage } from '../frame/admin.ts'
import { registerOneImport } from './one-import.ts'
import { registerPastImports } from './past-imports.ts'
import { registerRejects } from './rejects.ts'
import { registerSteps } from './steps.ts'
import { registerUpload } from './upload.ts'

/** Imports: a file is uploaded, inspected, checked, imported, and undone. */
export const registerImports: RegisterAdminPage = async (scope, site, admin) => {
  await registerUpload(scope, site, admin)
  registerPastImports(scope, site, admin)
  registerOneImport(scope, site, admin)
  registerSteps(scope, site, admin)
  registerRejects(scope, site)
}
