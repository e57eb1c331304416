import { ownColumns } from '../src/office/lists/columns.ts'
import { compile } from '../src/office/lists/compile.ts'
import { openFrozen } from '../src/office/lists/frozen.ts'
import { countGroups } from '../src/office/lists/groups.ts'
import { followFigures, readSort } from '../src/office/lists/index.ts'
import { countOf, looking } from '../src/office/lists/people.ts'
import type { Filter } from '../src/office/lists/shapes.ts'
import type { ListTables } from '../src/office/lists/tables.ts'
import type { OfficeTables } from '../src/office/tables.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDb, sql } from '../src/platform/db/index.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// Lists of customers: figures that follow the facts, filters, orders, any place. The limit is the same asked by hand of the table of figures.

const SIZES = { small: 20_000, full: 1_000_000 } as const
const each = 10
const times = 9

export async function lists({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = SIZES[size]
  const { postgres, end } = await scratchStore()
  const keep = openDb<Record<string, never>>({ url: postgres.url('keep'), max: 1 })
  const owner = openDb<Record<string, never>>({ url: postgres.url('owner'), max: 1 })
  const office = openDb<OfficeTables>({ url: postgres.url('office'), max: 4 })
  const db = openDb<ListTables>({ url: postgres.url('office'), max: 3 })
  try {
    await sql`insert into fact.derived (customer_id, person, kind, role, status, language, since, batch)
      select g, g, 'person', 'customer', 'known', case when g % 3 = 0 then 'en' else 'ru' end, now(), 1 from generate_series(1, ${n}) g`.execute(keep)
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
      select g, i * 1000000 + g, 1, now() - make_interval(days => (g * 7 + i * 37) % 900), 'order', 'shop', 'in', 'bench', (g * 31 + i * 17) % 90000 + 100, 'RUB'
      from generate_series(1, ${n}) g, generate_series(1, ${each}) i`.execute(keep)
    await sql`analyze fact.derived, fact.interaction`.execute(owner)

    const began = performance.now()
    let facts = 0
    for (let more = true; more; ) {
      const turn = await followFigures(office, { now: systemClock.now(), piece: 2_000 })
      facts += turn.facts
      more = turn.more
    }
    print({ bench: 'lists', figure: 'followed_facts_per_s', value: facts / ((performance.now() - began) / 1000), unit: '1/s', n: facts })
    await sql`analyze office.figures`.execute(owner)

    const columns = { byName: new Map(ownColumns.map((c) => [c.column, c])), retired: new Set<string>(), elsewhere: new Set<string>() }
    const asking = { columns, ids: opaque('bench'), me: null, within: undefined, now: systemClock.now(), zone: 'Europe/Moscow' }
    const said: Filter = {
      all: [
        { column: 'spent', is: 'more', value: 450_000 },
        { column: 'last_contact', is: 'within_days', value: 30 },
        { column: 'language', is: 'equals', value: 'ru' },
      ],
    }
    const compiled = compile(said, asking)
    const sorts = readSort('-spent', columns)
    const month = new Date(systemClock.now().getTime() - 30 * 86_400_000)
    const frozen = openFrozen(db, systemClock)
    let key = 0
    const page = (from: number) => frozen.page(`${key++}`, { ...compile(undefined, asking), sorts }, { from, limit: 200, asOf: undefined })
    const measured = async (figure: string, work: () => Promise<unknown>, bare: () => Promise<unknown>) => {
      const [ours, limits] = [await often(work), await often(bare)]
      print({ bench: 'lists', figure, value: percentile(ours, 0.5), unit: 'ms', n, limit: percentile(limits, 0.5) })
    }
    await measured(
      'filter_count_ms',
      () => looking(db, (tx) => countOf(tx, compiled)),
      () => sql`select count(*) from office.figures where spent > 450000 and last_contact_at >= ${month} and language = 'ru'`.execute(db),
    )
    const [byLanguage, spent] = [columns.byName.get('language'), columns.byName.get('spent')]
    if (byLanguage && spent)
      await measured(
        'groups_ms',
        () => looking(db, (tx) => countGroups(tx, compile(undefined, asking), byLanguage, [spent])),
        () => sql`select language, currency, count(*), sum(spent) from office.figures group by 1, 2`.execute(db),
      )
    await measured(
      'first_page_ms',
      () => page(0),
      () => sql`select customer_id from office.figures order by spent desc nulls last, customer_id limit 200`.execute(db),
    )
    await measured(
      'last_page_ms',
      () => page(n - 200),
      () => sql`select customer_id from office.figures order by spent desc nulls last, customer_id offset ${n - 200} limit 200`.execute(db),
    )
    key = 0
    const held = await page(n - 200)
    await measured(
      'held_page_ms',
      () => frozen.page('0', { ...compile(undefined, asking), sorts }, { from: n >> 1, limit: 200, asOf: held.asOf.toISOString() }),
      () => sql`select 1`.execute(db),
    )
  } finally {
    await Promise.all([keep, owner, office, db].map((one) => one.destroy()))
    await end()
  }
}

async function often(work: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    await work()
    all.push(performance.now() - from)
  }
  return all
}
