import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { personsAnHour } from '../access/index.ts'
import type { register } from './contract.ts'
import type { DeskTables } from './deps.ts'

type Measure = z.input<typeof register>['measures'][number]

/** What protects the data (GDPR article 32, 152-FZ article 19), with what stands now where there is a figure to it. */
export async function measuresNow(db: Db<DeskTables>): Promise<Measure[]> {
  const { rows } = await sql<{ staff: number; second: number; receipts: Date | null; size: number | null; erased: number }>`
    select (select count(*)::int from keep.staff where status = 'active') as staff,
      (select count(*)::int from keep.staff s where status = 'active'
        and (s.totp is not null or exists (select from keep.passkey p where p.staff_id = s.staff_id))) as second,
      (select at from keep.checkpoint order by size desc limit 1) as receipts,
      (select size from keep.checkpoint order by size desc limit 1) as size,
      (select count(*)::int from keep.erasure where state = 'done' and covers ? 'all') as erased`.execute(db)
  const [now] = rows
  return [
    { code: 'sealed', facts: {} },
    { code: 'apart', facts: {} },
    { code: 'gate', facts: {} },
    { code: 'receipts', facts: now?.size ? { size: now.size, at: now.receipts?.toISOString() ?? '' } : {} },
    { code: 'second_factor', facts: { people: now?.second ?? 0, of: now?.staff ?? 0 } },
    { code: 'budget', facts: { persons: personsAnHour } },
    { code: 'second_person', facts: {} },
    { code: 'audit', facts: {} },
    { code: 'erasure', facts: { count: now?.erased ?? 0 } },
    { code: 'courier', facts: {} },
    { code: 'rolled', facts: {} },
  ]
}
