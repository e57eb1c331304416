import * as access from '../../keep/access/contract.ts'
import * as agreements from '../../keep/agreements/contract.ts'
import * as desk from '../../keep/desk/contract.ts'
import * as keepExports from '../../keep/exports/contract.ts'
import * as files from '../../keep/files/contract.ts'
import * as forms from '../../keep/forms/contract.ts'
import * as gate from '../../keep/gate/contract.ts'
import * as imports from '../../keep/imports/contract.ts'
import * as interactions from '../../keep/interactions/contract.ts'
import * as receipts from '../../keep/receipts/contract.ts'
import * as rights from '../../keep/rights/contract.ts'
import * as roads from '../../keep/roads/contract.ts'
import * as terms from '../../keep/terms/contract.ts'
import type { AnyEndpoint } from '../../platform/http/index.ts'
import * as account from '../account/contract.ts'
import * as analyst from '../analyst/contract.ts'
import * as arrivals from '../arrivals/contract.ts'
import * as audiences from '../audiences/contract.ts'
import * as bulk from '../bulk/contract.ts'
import * as campaigns from '../campaigns/contract.ts'
import * as console_ from '../console/contract.ts'
import * as exports_ from '../exports/contract.ts'
import * as insight from '../insight/contract.ts'
import * as leads from '../leads/contract.ts'
import * as lists from '../lists/contract.ts'
import * as live from '../live/contract.ts'
import * as needs from '../needs/contract.ts'
import * as notices from '../notices/contract.ts'
import * as ownership from '../ownership/contract.ts'
import * as portal from '../portal/contract.ts'
import * as reports from '../reports/contract.ts'
import * as till from '../till/contract.ts'
import * as webhooks from '../webhooks/contract.ts'
import * as work from '../work/contract.ts'
import * as health from './contract.ts'

type Slice = { [name: string]: AnyEndpoint }

/** Every slice's endpoints. A contract that is missing here is missing from the printed API: a test compares. */
export const contracts: { [slice: string]: Slice } = {
  access: endpointsOf(access),
  analyst: endpointsOf(analyst),
  arrivals: endpointsOf(arrivals),
  audiences: endpointsOf(audiences),
  bulk: endpointsOf(bulk),
  desk: endpointsOf(desk),
  exports: { ...endpointsOf(exports_), ...endpointsOf(keepExports) },
  files: endpointsOf(files),
  forms: endpointsOf(forms),
  gate: endpointsOf(gate),
  agreements: endpointsOf(agreements),
  receipts: endpointsOf(receipts),
  imports: endpointsOf(imports),
  interactions: endpointsOf(interactions),
  rights: endpointsOf(rights),
  roads: endpointsOf(roads),
  terms: endpointsOf(terms),
  customers: endpointsOf(console_),
  health: endpointsOf(health),
  live: endpointsOf(live),
  account: endpointsOf(account),
  notices: endpointsOf(notices),
  lists: endpointsOf(lists),
  work: endpointsOf(work),
  ownership: endpointsOf(ownership),
  leads: endpointsOf(leads),
  needs: endpointsOf(needs),
  insight: endpointsOf(insight),
  campaigns: endpointsOf(campaigns),
  portal: endpointsOf(portal),
  reports: endpointsOf(reports),
  till: endpointsOf(till),
  webhooks: endpointsOf(webhooks),
}

function endpointsOf(contract: { [name: string]: unknown }): Slice {
  return Object.fromEntries(Object.entries(contract).flatMap(([name, value]) => (isEndpoint(value) ? [[name, value]] : [])))
}

function isEndpoint(value: unknown): value is AnyEndpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'who' in value
}
