import type { Icon } from '@tabler/icons-react'
import {
  IconAlertTriangle,
  IconAt,
  IconCheckbox,
  IconChecklist,
  IconFileExport,
  IconFileImport,
  IconKey,
  IconMessageReport,
  IconUserPlus,
} from '@tabler/icons-react'
import type { NoticeKind, NoticeView } from '../../../src/office/notices/contract.ts'

export const pictures: { [K in NoticeKind]: Icon } = {
  mention: IconAt,
  task_assigned: IconCheckbox,
  task_due: IconCheckbox,
  case_assigned: IconMessageReport,
  case_due: IconMessageReport,
  lead_new: IconUserPlus,
  import_done: IconFileImport,
  export_done: IconFileExport,
  bulk_done: IconChecklist,
  budget_asked: IconKey,
  budget_approved: IconKey,
  budget_declined: IconKey,
  review_asked: IconChecklist,
  webhook_failing: IconAlertTriangle,
}

/** Where a notice leads: to what it is about, else to the customer, else to one's own day. */
export function placeOf({ kind, about, subject }: NoticeView) {
  if (subject?.kind === 'import') return { to: '/import/$importId', params: { importId: subject.id } } as const
  if (subject?.kind === 'bulk') return { to: '/bulk' } as const
  if (subject?.kind === 'campaign') return { to: '/campaigns/$campaignId', params: { campaignId: subject.id } } as const
  if (about) return { to: '/customers/$customerId', params: { customerId: about.id } } as const
  if (kind === 'budget_asked' || kind === 'budget_approved' || kind === 'budget_declined') return { to: '/settings/budgets' } as const
  if (subject?.kind === 'task' || subject?.kind === 'case') return { to: '/' } as const
  return undefined
}
