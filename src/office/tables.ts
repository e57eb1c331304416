import type { AccountTables } from './account/tables.ts'
import type { AnalystTables } from './analyst/tables.ts'
import type { AudienceTables, LivingTables } from './audiences/tables.ts'
import type { BulkWorkTables } from './bulk/tables.ts'
import type { CampaignTables } from './campaigns/tables.ts'
import type { FactTables } from './catalogue/tables.ts'
import type { ExportWhoTables } from './exports/tables.ts'
import type { InsightTables } from './insight/tables.ts'
import type { LeadTables } from './leads/tables.ts'
import type { ListTables } from './lists/tables.ts'
import type { NeedFactTables } from './needs/tables.ts'
import type { NoticeTables } from './notices/tables.ts'
import type { OwnershipTables } from './ownership/tables.ts'
import type { QualityTables } from './quality/tables.ts'
import type { ReportTables } from './reports/tables.ts'
import type { WebhookTables } from './webhooks/tables.ts'
import type { WorkTables } from './work/tables.ts'

/** All tables of this wing, for the process that opens the database; a slice is handed only its own. */
export type OfficeTables = AccountTables &
  AnalystTables &
  FactTables &
  NoticeTables &
  WebhookTables &
  WorkTables &
  OwnershipTables &
  InsightTables &
  AudienceTables &
  LivingTables &
  CampaignTables &
  LeadTables &
  NeedFactTables &
  ListTables &
  BulkWorkTables &
  ExportWhoTables &
  QualityTables &
  ReportTables
