import type { Icon } from '@tabler/icons-react'
import {
  IconAlertTriangle,
  IconAt,
  IconCheck,
  IconCheckbox,
  IconChecklist,
  IconFileExport,
  IconFileImport,
  IconKey,
  IconMessageReport,
  IconMoodSad,
  IconScale,
  IconSearch,
  IconUserCog,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react'
import type { NoticeKind, NoticeView } from '../../../src/office/notices/contract.ts'

export const pictures: { [K in NoticeKind]: Icon } = {
  mention: IconAt,
  task_assigned: IconCheckbox,
  task_due: IconCheckbox,
  case_assigned: IconMessageReport,
  case_due: IconMessageReport,
  lead_new: IconUserPlus,
  need_new: IconSearch,
  worry_new: IconMoodSad,
  answer_accepted: IconCheck,
  answer_declined: IconX,
  import_done: IconFileImport,
  export_done: IconFileExport,
  bulk_done: IconChecklist,
  budget_asked: IconKey,
  budget_approved: IconKey,
  budget_declined: IconKey,
  review_asked: IconChecklist,
  rights_asked: IconScale,
  rights_due: IconScale,
  rights_late: IconAlertTriangle,
  webhook_failing: IconAlertTriangle,
  role_changed: IconUserCog,
}

/** Which word says it: imports, exports and work on many end in more than one way. */
export function wordOf({ kind, subject, facts }: NoticeView) {
  if (subject?.kind === 'export') {
    if (kind === 'budget_asked') return 'export_asked' as const
    if (kind === 'budget_approved') return 'export_approved' as const
    if (kind === 'budget_declined') return 'export_declined' as const
    if (facts['state'] === 'failed') return 'export_failed' as const
  }
  if (kind === 'bulk_done' && facts['state'] === 'failed') return 'bulk_failed' as const
  if (kind === 'bulk_done' && facts['state'] === 'undone') return 'bulk_undone' as const
  if (kind === 'import_done' && facts['state'] === 'undone') return 'import_undone' as const
  if (kind === 'import_done' && (facts['state'] === 'stopped' || facts['state'] === 'failed')) return 'import_stands' as const
  return kind
}

/** Where a notice leads: to what it is about, else to the customer, else to one's own day. */
export function placeOf({ kind, about, subject }: NoticeView) {
  if (subject?.kind === 'import') return { to: '/import/$importId', params: { importId: subject.id } } as const
  if (subject?.kind === 'export') return { to: '/exports' } as const
  if (subject?.kind === 'bulk') return { to: '/bulk' } as const
  if (subject?.kind === 'campaign') return { to: '/campaigns/$campaignId', params: { campaignId: subject.id } } as const
  if (subject?.kind === 'right') return { to: '/rights/$caseId', params: { caseId: subject.id } } as const
  if (subject?.kind === 'need') return { to: '/needs' } as const
  if (kind === 'role_changed') return { to: '/roles' } as const
  if (about) return { to: '/customers/$customerId', params: { customerId: about.id } } as const
  if (kind === 'budget_asked' || kind === 'budget_approved' || kind === 'budget_declined') return { to: '/settings/budgets' } as const
  if (subject?.kind === 'task' || subject?.kind === 'case') return { to: '/' } as const
  return undefined
}
