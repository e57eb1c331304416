import { z } from 'zod'
import { sql } from '../../../platform/db/index.ts'
import { allPurposes } from '../../terms/index.ts'
import type { CaseRow } from '../cases/store.ts'
import { partsOf, wordsOpener } from '../cases/words.ts'
import type { RightsDeps } from '../deps.ts'
import { dataKnown } from './contexts.ts'
import type { DecisionView } from './shapes.ts'
import type { DecisionRow } from './store.ts'

const words = z.object({ what: z.string(), reasons: z.array(z.string()), method: z.string().nullable() })
const gone = { what: '', reasons: [], method: null }

/** Decisions in words, each with the newest request to look at it again. Whoever calls this has a decision and a receipt. */
export async function decisionsShown(deps: RightsDeps, members: readonly number[], rows: readonly DecisionRow[]): Promise<DecisionView[]> {
  if (rows.length === 0) return []
  const shownIds = rows.map((row) => deps.ids.show('decision', row.decision_id))
  const [open, known, purposes, cases] = await Promise.all([
    wordsOpener(deps.keyring, members),
    dataKnown(deps.db),
    allPurposes(deps.db.$pickTables()),
    sql<CaseRow>`select distinct on (about) * from keep.rights_case where customer_id = any(${[...members]}::bigint[]) and about_kind = 'decision'
      and about = any(${shownIds}::text[]) order by about, case_id desc`.execute(deps.db),
  ])
  const titles = new Map(purposes.map((purpose) => [`${purpose.purpose} ${purpose.version}`, purpose.title]))
  const reviews = new Map(cases.rows.map((row) => [row.about ?? '', row]))
  return rows.map((row) => {
    const id = deps.ids.show('decision', row.decision_id)
    const text = open({ customer: row.customer_id, id: row.decision_id, part: 'decision' }, row.said)
    const review = reviews.get(id)
    return {
      id,
      purpose: { code: row.purpose, title: titles.get(`${row.purpose} ${row.purpose_version}`) ?? {} },
      kind: row.kind,
      outcome: row.outcome,
      made_by: row.made_by,
      ...(text === null ? gone : words.parse(JSON.parse(text))),
      data: row.data.map((one) => ({
        ...one,
        title: (one.kind === 'field' ? known.fields.get(one.name)?.title : one.kind === 'entries' ? known.kinds.get(one.name)?.title : undefined) ?? null,
      })),
      context: row.context,
      decided_at: row.decided_at.toISOString(),
      review: review
        ? {
            case_id: deps.ids.show('rights', review.case_id),
            state: review.state,
            outcome: review.outcome,
            answer: partsOf(open({ customer: review.customer_id, id: review.case_id, part: 'answer' }, review.answer))['words'] ?? null,
            due_at: review.due_at.toISOString(),
            ended_at: review.ended_at?.toISOString() ?? null,
          }
        : null,
    }
  })
}
