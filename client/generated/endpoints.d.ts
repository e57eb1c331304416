// Written by `npm run client` from the contracts of the server.
import type { Arrivals } from './arrivals.d.ts'
import type { Audiences } from './audiences.d.ts'
import type { Bulk } from './bulk.d.ts'
import type { Files } from './files.d.ts'
import type { Forms } from './forms.d.ts'
import type { Gate } from './gate.d.ts'
import type { Imports } from './imports.d.ts'
import type { Interactions } from './interactions.d.ts'
import type { Rights } from './rights.d.ts'
import type { Roads } from './roads.d.ts'
import type { Terms } from './terms.d.ts'
import type { Customers } from './customers.d.ts'
import type { Lists } from './lists.d.ts'
import type { Work } from './work.d.ts'
import type { Ownership } from './ownership.d.ts'
import type { Leads } from './leads.d.ts'
import type { Needs } from './needs.d.ts'
import type { Insight } from './insight.d.ts'
import type { Campaigns } from './campaigns.d.ts'

export type Endpoints = {
  arrivals: Arrivals
  audiences: Audiences
  bulk: Bulk
  files: Files
  forms: Forms
  gate: Gate
  imports: Imports
  interactions: Interactions
  rights: Rights
  roads: Roads
  terms: Terms
  customers: Customers
  lists: Lists
  work: Work
  ownership: Ownership
  leads: Leads
  needs: Needs
  insight: Insight
  campaigns: Campaigns
}

export declare const endpoints: { [slice: string]: { [name: string]: readonly [method: string, path: string] } }
