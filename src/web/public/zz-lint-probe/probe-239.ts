export type { Backend } from '../../../store/columns.ts'
