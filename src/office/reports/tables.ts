import type { Question } from './shapes.ts'

export type ReportTables = {
  'office.report': {
    report_id: number
    title: string
    question: Question
    look: 'line' | 'bars' | 'table'
    made_by: number
    shared: 'private' | 'everybody' | 'roles'
    roles: string[]
    version: number
    changed_at: Date
  }
  'office.report_pin': { staff_id: number; report_id: number; pinned_at: Date }
}
