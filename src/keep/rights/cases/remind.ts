import { inTransaction, sql } from '../../../platform/db/index.ts'
import { askNotice, staffWhoMay } from '../../access/index.ts'
import type { RightsDeps } from '../deps.ts'
import type { CaseKind, Law } from './shapes.ts'

/** So many days before its term ends colleagues are reminded of a request: of ten working days and of a month. */
const remindDays: { readonly [L in Law]: number } = { '152fz': 3, gdpr: 7 }
const atOnce = 500

type Due = { customer_id: number; case_id: number; kind: CaseKind; late: boolean }

/** Reminds whoever answers, once before the term of a request ends and once when it has ended. Gives of how many. */
export async function remindOfRights({ db }: Pick<RightsDeps, 'db'>, now: Date): Promise<number> {
  for (let told = 0; ; ) {
    const some = await inTransaction(db, async (tx) => {
      const { rows } = await sql<Due>`
        with due as (
          select customer_id, case_id, due_at < ${now} as late from keep.rights_case
          where state = 'open' and ((due_at < ${now} and late_at is null)
            or (due_at >= ${now} and reminded_at is null and due_at < ${now}::timestamptz + case law when 'gdpr' then ${remindDays.gdpr}::int else ${remindDays['152fz']}::int end * interval '1 day'))
          order by due_at limit ${atOnce} for update skip locked)
        update keep.rights_case k set reminded_at = case when due.late then k.reminded_at else ${now}::timestamptz end, late_at = case when due.late then ${now}::timestamptz else k.late_at end
        from due where k.customer_id = due.customer_id and k.case_id = due.case_id
        returning k.customer_id, k.case_id, k.kind, due.late`.execute(tx)
      const to = rows.length > 0 ? await staffWhoMay(tx.$pickTables(), 'rights.work') : []
      for (const { customer_id, case_id, kind, late } of rows) {
        const subject = { kind: 'right', id: case_id }
        await askNotice(tx, { to, kind: late ? 'rights_late' : 'rights_due', customer: customer_id, subject, facts: { right: kind } })
      }
      return rows.length
    })
    told += some
    if (some < atOnce) return told
  }
}
