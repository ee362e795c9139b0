export type { EditionsTable } from '../../../store/tables/editions.ts'
