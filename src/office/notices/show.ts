import type { z } from 'zod'
import type { Credential } from '../../keep/door/contract.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { House } from '../house.ts'
import { type notice, noticeKinds, subjectKinds } from './contract.ts'
import type { Notice } from './tables.ts'

/** Kinds of subjects whose ids are shown as those of another kind. */
const shownAs: { [K in (typeof subjectKinds)[number]]: OpaqueKind | null } = {
  task: 'task',
  case: 'case',
  note: 'note',
  need: 'need',
  campaign: 'campaign',
  import: 'import',
  request: 'request',
  right: 'rights',
  export: 'export',
  bulk: 'bulk',
  webhook: null,
}

/** Notices with the names they need, asked of the door in two calls for all of them. A kind of a later version is left out. */
export async function showNotices({ door, ids }: Pick<House, 'door' | 'ids'>, as: Credential, rows: readonly Notice[]): Promise<z.input<typeof notice>[]> {
  const customers = [...new Set(rows.map((n) => n.customer_id).filter((id) => id > 0))]
  const makers = [...new Set(rows.flatMap((n) => n.made_by ?? []))]
  const [previews, colleagues] = await Promise.all([
    customers.length > 0 ? door.ask(as, 'preview', { customers, purpose: 'service', reason: { kind: 'list' } }) : [],
    makers.length > 0 ? door.ask(as, 'colleagues', { ids: makers }) : [],
  ])
  const about = (n: Notice) => {
    const found = previews.find((p) => p.customer === n.customer_id)
    if (!found) return null
    const name = found.name && { full: found.name.full, short: found.name.short }
    return { id: ids.show('customer', found.customer), kind: found.kind, name, hidden: found.hidden }
  }
  const by = (n: Notice) => {
    const found = colleagues.find((c) => c.id === n.made_by)
    return found ? { id: ids.show('staff', found.id), name: found.name } : null
  }
  return rows.flatMap((n) => {
    const kind = noticeKinds.find((each) => each === n.kind)
    if (!kind) return []
    return [
      {
        id: ids.show('notice', n.notice_id),
        kind,
        at: n.at.toISOString(),
        read: n.read_at !== null,
        about: about(n),
        subject: subjectOf(n),
        by: by(n),
        facts: n.facts,
      },
    ]
  })

  function subjectOf({ subject_kind, subject_id }: Notice) {
    const kind = subjectKinds.find((each) => each === subject_kind)
    const as = kind && shownAs[kind]
    return as && subject_id !== null ? { kind, id: ids.show(as, subject_id) } : null
  }
}
