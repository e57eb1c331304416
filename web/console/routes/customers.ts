import { createRoute } from '@tanstack/react-router'
import { page } from '../../ui/part.ts'
import { client } from '../../ui/queries.ts'
import { audienceSearch, audiencesSearch } from '../audiences/search.ts'
import { campaignSearch, campaignsSearch } from '../campaigns/search.ts'
import { cardPageSearch } from '../card/search.ts'
import { customersSearch } from '../customers/search.ts'
import { importsSearch } from '../imports/search.ts'
import { leadsSearch } from '../leads/search.ts'
import { viewsQuery } from '../list/views.ts'
import { needsSearch } from '../needs/search.ts'
import { qualitySearch } from '../quality/search.ts'
import { reportSearch } from '../reports/search.ts'
import { todaySearch } from '../work/search.ts'
import { shell } from './frame.ts'

// Customers, what is done with them and what is known of them all.

/** Asks what a page needs while its own chunk is still on its way; whatever goes wrong the page meets itself. */
const ahead = (ask: () => Promise<void>) => void ask().catch(() => undefined)

const today = createRoute({ getParentRoute: () => shell, path: '/', validateSearch: todaySearch, component: page(() => import('../work/TodayPage.tsx')) })

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: customersSearch,
  loader: () => {
    void client.prefetchQuery(viewsQuery)
    ahead(async () => client.prefetchQuery((await import('../list/queries.ts')).columnsQuery))
  },
  component: page(() => import('../customers/CustomersPage.tsx')),
})

const card = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: cardPageSearch,
  // Only who goes there looks: a hand over the link leaves no receipt.
  loader: ({ params, cause }) =>
    cause === 'preload' ? undefined : ahead(async () => client.prefetchQuery((await import('../card/queries.ts')).cardQuery(params.customerId))),
  component: page(() => import('../card/CardPage.tsx')),
})

const consents = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/consents',
  component: page(() => import('../consents/ConsentsPage.tsx')),
})

const leads = createRoute({ getParentRoute: () => shell, path: '/leads', validateSearch: leadsSearch, component: page(() => import('../leads/LeadsPage.tsx')) })

const rightsOf = createRoute({ getParentRoute: () => shell, path: '/customers/$customerId/rights', component: page(() => import('../rights/OfPage.tsx')) })

const needs = createRoute({ getParentRoute: () => shell, path: '/needs', validateSearch: needsSearch, component: page(() => import('../needs/NeedsPage.tsx')) })

const duplicates = createRoute({ getParentRoute: () => shell, path: '/duplicates', component: page(() => import('../duplicates/DuplicatesPage.tsx')) })

const classes = createRoute({ getParentRoute: () => shell, path: '/classes', component: page(() => import('../classes/ClassesPage.tsx')) })

const dashboard = createRoute({ getParentRoute: () => shell, path: '/overview', component: page(() => import('../dashboard/DashboardPage.tsx')) })

const value = createRoute({ getParentRoute: () => shell, path: '/value', component: page(() => import('../value/ValuePage.tsx')) })

const quality = createRoute({
  getParentRoute: () => shell,
  path: '/quality',
  validateSearch: qualitySearch,
  component: page(() => import('../quality/QualityPage.tsx')),
})

const ways = createRoute({ getParentRoute: () => shell, path: '/ways', component: page(() => import('../ways/WaysPage.tsx')) })
const models = createRoute({ getParentRoute: () => shell, path: '/models', component: page(() => import('../value/ModelsPage.tsx')) })

const reports = createRoute({ getParentRoute: () => shell, path: '/reports', component: page(() => import('../reports/ReportsPage.tsx')) })

const oneReport = page(() => import('../reports/ReportPage.tsx'))

const report = createRoute({ getParentRoute: () => shell, path: '/reports/$reportId', validateSearch: reportSearch, component: oneReport })

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns',
  validateSearch: campaignsSearch,
  component: page(() => import('../campaigns/CampaignsPage.tsx')),
})

const audiences = createRoute({
  getParentRoute: () => shell,
  path: '/audiences',
  validateSearch: audiencesSearch,
  component: page(() => import('../audiences/AudiencesPage.tsx')),
})

const oneAudience = page(() => import('../audiences/AudiencePage.tsx'))

const audience = createRoute({ getParentRoute: () => shell, path: '/audiences/$audienceId', validateSearch: audienceSearch, component: oneAudience })

const traits = createRoute({ getParentRoute: () => shell, path: '/traits', component: page(() => import('../traits/TraitsPage.tsx')) })

const trait = createRoute({ getParentRoute: () => shell, path: '/traits/$trait', component: page(() => import('../traits/TraitPage.tsx')) })

const sql = createRoute({ getParentRoute: () => shell, path: '/sql', component: page(() => import('../sql/SqlPage.tsx')) })

const oneCampaign = page(() => import('../campaigns/CampaignPage.tsx'))

const campaign = createRoute({ getParentRoute: () => shell, path: '/campaigns/$campaignId', validateSearch: campaignSearch, component: oneCampaign })

const goods = createRoute({ getParentRoute: () => shell, path: '/goods', component: page(() => import('../goods/GoodsPage.tsx')) })

const oneGood = page(() => import('../goods/GoodPage.tsx'))

const good = createRoute({ getParentRoute: () => shell, path: '/goods/$sku', component: oneGood })

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: importsSearch,
  component: page(() => import('../imports/ImportsPage.tsx')),
})

const oneImport = createRoute({ getParentRoute: () => shell, path: '/import/$importId', component: page(() => import('../imports/ImportPage.tsx')) })

const reach = createRoute({ getParentRoute: () => shell, path: '/reach', component: page(() => import('../reach/ReachPage.tsx')) })

const bulk = createRoute({ getParentRoute: () => shell, path: '/bulk', component: page(() => import('../bulk/BulkPage.tsx')) })

const exports = createRoute({ getParentRoute: () => shell, path: '/exports', component: page(() => import('../exports/ExportsPage.tsx')) })

const trash = createRoute({ getParentRoute: () => shell, path: '/trash', component: page(() => import('../trash/TrashPage.tsx')) })

export const customerRoutes = [
  today,
  customers,
  card,
  consents,
  leads,
  rightsOf,
  needs,
  duplicates,
  classes,
  dashboard,
  value,
  models,
  ways,
  quality,
  reports,
  report,
  campaigns,
  audiences,
  audience,
  traits,
  trait,
  goods,
  good,
  sql,
  campaign,
  imports,
  oneImport,
  reach,
  bulk,
  exports,
  trash,
]
