import { z } from 'zod'
import { pagesOf } from '../../platform/http/index.ts'
import type { Session } from '../access/index.ts'
import type { DeskDeps } from './deps.ts'
import { categoriesIn, deedsIn, leftBy } from './marks.ts'
import type { touchedPerson } from './shapes.ts'
import { personsIn, type Seen, type Shared, type Span } from './spans.ts'

/** A decided look at some customers as those whose data was touched: whom it does not cover and why, and how it is noted. */
export type LookAtTouched = { refusal(customer: number): string | undefined; note(): Promise<void> }

type Page = { items: z.input<typeof touchedPerson>[]; next_cursor: string | null }
type Asked = { span: Span; shared: readonly Shared[]; list: string; cursor: string | undefined; limit: number | undefined }

const perPage = 50

/** A page of the people, by opaque ids. Each has a receipt, and the open budget has paid, before the page is given. */
export async function peopleOf(deps: DeskDeps, session: Session, { span, shared, list, cursor, limit = perPage }: Asked): Promise<Page> {
  const pages = pagesOf(deps.ids, list, z.int())
  const found = await personsIn(deps.db, span, shared, { after: pages.after(cursor), limit: limit + 1 })
  const { rows, next_cursor } = pages.page(found, limit, ({ person }) => person)
  const look = await deps.look(
    session,
    rows.map(({ person }) => person),
  )
  await look.note()
  return { items: rows.map((row) => shownOf(deps, row, look.refusal(row.person))), next_cursor }
}

function shownOf({ ids }: DeskDeps, { person, uses, first, last, marks, deeds }: Seen, hidden: string | undefined): Page['items'][number] {
  const customer_id = ids.show('customer', person)
  if (hidden !== undefined) return { customer_id, hidden, uses: null, first: null, last: null, categories: [], deeds: [], left: null }
  const left = leftBy(marks, 'file') || leftBy(marks, 'program')
  return { customer_id, hidden: null, uses, first: first.toISOString(), last: last.toISOString(), categories: categoriesIn(marks), deeds: deedsIn(deeds), left }
}
