import type { Rule } from './rule.ts'

export type AudienceTables = {
  'office.audience': { audience_id: number; title: string; rule: Rule; made_by: number; created_at: Date; deleted_at: Date | null }
}
