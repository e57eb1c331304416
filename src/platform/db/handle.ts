import type { Kysely, Transaction } from 'kysely'

/** A database as one role; T names the tables the holder may use. */
export type Db<T> = Kysely<T>
/** The same inside one transaction. */
export type Tx<T> = Transaction<T>
