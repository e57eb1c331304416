import { sql } from '../../platform/db/index.ts'
import { mount } from '../../platform/http/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { withinOf } from '../within.ts'
import { parseFilter } from './check.ts'
import { columnsNow } from './company.ts'
import { countCustomers, groupCustomers, listColumns, sumCustomers } from './contract.ts'
import { countMatching, sumsOf } from './counts.ts'
import { groupsOf } from './groups.ts'
import type { Who } from './page.ts'
import { viewRoutes } from './views/routes.ts'

/** Who a filter of a query chooses, for this caller. */
export function whoOf(caller: Caller, filter: string | undefined): Who {
  return { filter: filter === undefined ? undefined : parseFilter(filter), me: staffOf(caller), within: withinOf(caller) }
}

/** Mounts what lists of customers are made of. The list itself is the console's: it renders the rows. */
export function listRoutes(house: House): void {
  const { app, on, door, lists } = house
  viewRoutes(house)

  mount(app, on, listColumns, async () => {
    const [columns, follow] = await Promise.all([
      columnsNow(door),
      sql<{ walked_at: Date | null }>`select walked_at from office.figures_follow`.execute(lists.db),
    ])
    const items = [...columns.byName.values()].map(({ column, title, type, codes, one_currency, filter, sort, sum, sealed }) => ({
      column,
      title,
      type,
      codes,
      ...(one_currency && { one_currency }),
      filter,
      sort,
      sum,
      ...(sealed && { sealed }),
    }))
    return { items, complete_since: follow.rows[0]?.walked_at?.toISOString() ?? null }
  })

  mount(app, on, countCustomers, ({ caller, query }) =>
    countMatching(house, whoOf(caller, query.filter), query.since === undefined ? undefined : new Date(query.since)),
  )

  mount(app, on, groupCustomers, ({ caller, query }) => groupsOf(house, whoOf(caller, query.filter), query))

  mount(app, on, sumCustomers, ({ caller, query }) => sumsOf(house, whoOf(caller, query.filter), query.columns))
}
