import type { Kysely, Transaction } from 'kysely'

/** A database as one role; T names the tables the holder may use. */
export type Db<T> = Kysely<T>
/** The same inside one transaction. */
export type Tx<T> = Transaction<T>
/** Any database or transaction, for whoever only speaks SQL to it. */
export type AnyDb = Pick<Kysely<unknown>, 'getExecutor'>
