import { z } from 'zod'
import { badInput } from '../../../platform/errors.ts'
import { mount, pagesOf, streamed } from '../../../platform/http/index.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import * as contract from '../audit/contract.ts'
import { auditFile } from '../audit/file.ts'
import { type AuditFilter, listAudit, oddDays, oddUses, type Place } from '../audit/list.ts'
import { namesIn, shown } from '../audit/shown.ts'
import { subjectKinds } from '../shapes.ts'
import { staffNames } from '../staff.ts'
import { type House, noting } from './caller.ts'

const perPage = 50
const place = z.object({ at: z.iso.datetime(), id: z.int() })

/** The audit page: what was done, who stands out, and all of it as a file. */
export function auditRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps

  mount(app, on, contract.readAudit, async ({ query: { cursor, limit = perPage, ...said } }) => {
    const pages = pagesOf(ids, `audit ${JSON.stringify(said)}`, place)
    const found = await listAudit(deps.db, filterOf(ids, said), { before: placeOf(pages.after(cursor)), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({ at: row.at.toISOString(), id: row.audit_id }))
    const names = await namesIn(deps, rows)
    return { items: rows.map((row) => shown(ids, row, names)), next_cursor }
  })

  mount(app, on, contract.exportAudit, (call) =>
    noting(house, call, async () => {
      const filter = filterOf(ids, call.query)
      const answer = await streamed(auditFile(deps, filter), {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="audit.csv"',
        'cache-control': 'no-store',
      })
      return { answer, act: 'audit.exported' }
    }),
  )

  mount(app, on, contract.readOddUses, async ({ now }) => {
    const { people, strangers } = await oddUses(deps.db, now)
    const names = await staffNames(
      deps,
      people.flatMap(({ kind, id }) => (kind === 'staff' ? [id] : [])),
    )
    const one = ({ kind, id, failed, refused, ended }: (typeof people)[number]) => ({
      who: { kind, id: ids.show(kind === 'staff' ? 'staff' : 'key', id), name: kind === 'staff' ? (names.get(id) ?? null) : null },
      failed,
      refused,
      budget_ended: ended,
    })
    return { days: oddDays, people: people.map(one), strangers }
  })
}

const placeOf = (at: z.output<typeof place> | undefined): Place | undefined => at && { at: new Date(at.at), id: at.id }

type Said = { by?: string | undefined; act?: string | undefined; from?: string | undefined; until?: string | undefined; subject?: string | undefined }

function filterOf(ids: Opaque, { by, act, from, until, subject }: Said): AuditFilter {
  return {
    by: by === undefined ? undefined : whoIs(ids, by),
    act,
    from: momentOf(from),
    until: momentOf(until),
    subject: subject === undefined ? undefined : whatIs(ids, subject),
  }
}

const momentOf = (said: string | undefined) => (said === undefined ? undefined : new Date(said))

function whoIs(ids: Opaque, said: string): AuditFilter['by'] {
  const [staff, key] = [ids.read('staff', said), ids.read('key', said)]
  if (staff !== undefined) return { kind: 'staff', id: staff }
  if (key !== undefined) return { kind: 'api', id: key }
  throw badInput('by: is neither a colleague nor a key', 'by')
}

function whatIs(ids: Opaque, said: string): AuditFilter['subject'] {
  for (const kind of subjectKinds) {
    const id = ids.read(kind, said)
    if (id !== undefined) return { kind, id }
  }
  throw badInput('subject: is nothing that acts are noted of', 'subject')
}
