export type { Context } from '../../../../services/context.ts'
