import type { z } from 'zod'
import type { Opaque } from '../../platform/ids/index.ts'
import type { audience, audienceWithLife } from './contract.ts'
import { rule } from './rule.ts'
import type { LifeOf } from './store.ts'

type Row = { audience_id: number; title: string; rule: unknown; created_at: Date }

/** An audience as it is shown. */
export const audienceOf = (ids: Pick<Opaque, 'show'>, row: Row): z.input<typeof audience> => ({
  id: ids.show('audience', row.audience_id),
  title: row.title,
  rule: rule.parse(row.rule),
  created_at: row.created_at.toISOString(),
})

/** The same with how it is kept up; undefined: it is not. */
export const audienceWithLifeOf = (ids: Pick<Opaque, 'show'>, row: Row, life: LifeOf | undefined): z.input<typeof audienceWithLife> => ({
  ...audienceOf(ids, row),
  live: life
    ? {
        purpose: life.purpose,
        since: life.since.toISOString(),
        complete_at: life.complete_at?.toISOString() ?? null,
        size: life.size,
        trouble: life.trouble,
        checked_at: life.checked_at?.toISOString() ?? null,
        differing: life.found,
      }
    : null,
})
