import type { QueryExecutorProvider } from 'kysely'
import { sql } from '../../../platform/db/index.ts'
import type { Actor } from '../actor.ts'
import type { Act, SubjectKind } from '../shapes.ts'

/** Codes and figures. */
export type Facts = { readonly [name: string]: string | number | boolean }

export type Noted = {
  /** Null: somebody who is not signed in. */
  by: Actor | null
  act: Act
  subject?: { kind: SubjectKind; id: number } | null
  facts?: Facts
  now: Date
  device?: string | null
  network?: Buffer | null
}

const code = /^(?!.*[0-9]{7})[A-Za-z0-9_.:,*-]{0,200}$/
const mostFacts = 10

/** Whether this may stand in the audit: a text with an @, a space or seven digits in a row may be about somebody. */
export const isFact = (value: string | number | boolean): boolean => typeof value !== 'string' || code.test(value)

/** Without what is no code: somebody may have put a name where a code belongs. */
const codesOf = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => isFact(value))
      .slice(0, mostFacts),
  )

/** Notes an act: in the transaction of the act itself, so that there is neither without the other. */
export async function noteAct(db: QueryExecutorProvider, { by, act, subject, facts = {}, now, device, network }: Noted): Promise<void> {
  await sql`
    insert into keep.audit (at, by_kind, by_id, by_role, act, subject_kind, subject_id, facts, device, network, as_id)
    values (${now}, ${by?.kind ?? 'nobody'}, ${by?.id ?? null}, ${by?.role ?? null}, ${act}, ${subject?.kind ?? null}, ${subject?.id ?? null},
      ${JSON.stringify(codesOf(facts))}::jsonb, ${device ?? null}, ${network ?? null}, ${by?.as?.id ?? null})`.execute(db)
}

/** The same, unless this actor's same act was noted within the last so many milliseconds: for what a loop would write by the thousand. */
export async function noteSeldom(db: QueryExecutorProvider, noted: Noted & { by: Actor }, everyMs: number): Promise<void> {
  const { by, now } = noted
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from keep.audit where by_kind = ${by.kind} and by_id = ${by.id} and act = ${noted.act} and at > ${new Date(now.getTime() - everyMs)}) as known`.execute(
    db,
  )
  if (rows[0]?.known !== true) await noteAct(db, noted)
}
