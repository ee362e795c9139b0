import pg from 'pg'

/** A temporary database for one suite. */
export interface Database {
  /** For `DAYWIRE_DATABASE_URL`; null: the SQLite file of the newsroom's folder. */
  url: string | null
  drop(): Promise<void>
}

export interface Backend {
  name: 'SQLite' | 'PostgreSQL'
  create(): Promise<Database>
}

export const sqlite: Backend = {
  name: 'SQLite',
  create: async () => ({ url: null, drop: async () => undefined }),
}

let made = 0

/** Databases on a real server, whose user may create them. */
export function postgres(server: string): Backend {
  return {
    name: 'PostgreSQL',
    async create() {
      made += 1
      const name = `daywire_torture_${process.pid}_${made}`
      const admin = new pg.Client({ connectionString: server })
      await admin.connect()
      await admin.query(`create database ${name}`)
      const url = new URL(server)
      url.pathname = `/${name}`
      return {
        url: url.href,
        async drop() {
          await admin.query(`drop database ${name} with (force)`)
          await admin.end()
        },
      }
    },
  }
}
