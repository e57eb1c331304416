import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { PageLoading } from '../ui/Loading.tsx'
import { Broken, Lost } from '../ui/Lost.tsx'
import { page } from '../ui/part.ts'
import { client } from '../ui/queries.ts'
import { accountQuery } from './account/queries.ts'
import { auditSearch } from './audit/search.ts'
import { campaignSearch, campaignsSearch } from './campaigns/search.ts'
import { cardQuery } from './card/queries.ts'
import { cardPageSearch } from './card/search.ts'
import { customersSearch } from './customers/search.ts'
import { refusalsSearch, touchedSearch } from './desk/touchedSearch.ts'
import { importsSearch } from './imports/search.ts'
import { leadsSearch } from './leads/search.ts'
import { columnsQuery } from './list/queries.ts'
import { viewsQuery } from './list/views.ts'
import { letterSearch, mailboxSearch } from './mailbox/search.ts'
import { needsSearch } from './needs/search.ts'
import { printSearch } from './printing/search.ts'
import { reportSearch } from './reports/search.ts'
import { rightsSearch } from './rights/search.ts'
import { gateOf } from './session/session.ts'
import { settingsSearch } from './settings/search.ts'
import { Shell } from './shell/Shell.tsx'
import { staffSearch } from './staff/search.ts'
import { webhookSearch } from './webhooks/search.ts'
import { todaySearch } from './work/search.ts'

// Every page is a chunk of its own; only the frame is loaded at once.

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost, errorComponent: Broken })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string; ended?: true } => ({
    ...(typeof search.to === 'string' && search.to.startsWith('/') ? { to: search.to } : {}),
    ...(search.ended === true ? { ended: true as const } : {}),
  }),
  component: page(() => import('./session/SignIn.tsx')),
})

/** Where a provider sends people back to. */
const byProvider = createRoute({ getParentRoute: () => root, path: '/sign-in/by/$code', component: page(() => import('./session/ByProvider.tsx')) })
const setUp = createRoute({ getParentRoute: () => root, path: '/set-up', component: page(() => import('./session/SetUp.tsx')) })

async function onlyInside({ location }: { location: { href: string } }): Promise<void> {
  const gate = await gateOf()
  if (gate === 'set-up') throw redirect({ to: '/set-up' })
  if (gate === 'sign-in') throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
  // A page drawn in the browser's zone would be drawn anew in the chosen one, and what was opened or typed in it meanwhile would be lost.
  await client.ensureQueryData(accountQuery).catch(() => undefined)
}

// Links of letters: the secret stands after the #, which no server sees.
const join = createRoute({ getParentRoute: () => root, path: '/join', component: page(() => import('./session/Join.tsx')) })
const reset = createRoute({ getParentRoute: () => root, path: '/reset', component: page(() => import('./session/Reset.tsx')) })
const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: page(() => import('./session/Forgot.tsx')) })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, beforeLoad: onlyInside })

/** On paper there is no menu. */
const print = createRoute({
  getParentRoute: () => root,
  path: '/print/$customerId',
  beforeLoad: onlyInside,
  validateSearch: printSearch,
  component: page(() => import('./printing/PrintPage.tsx')),
})

const consentProof = createRoute({
  getParentRoute: () => root,
  path: '/print/$customerId/consents/$recordId',
  beforeLoad: onlyInside,
  component: page(() => import('./consents/ProofPage.tsx')),
})

const paper = () => import('./erasing/CertificatePage.tsx')
const certificate = createRoute({ getParentRoute: () => root, path: '/certificate/$erasureId', beforeLoad: onlyInside, component: page(paper) })

const today = createRoute({ getParentRoute: () => shell, path: '/', validateSearch: todaySearch, component: page(() => import('./work/TodayPage.tsx')) })

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: customersSearch,
  // Asked while the page's own chunk is still on its way; whatever goes wrong the page meets itself.
  loader: () => void Promise.all([client.prefetchQuery(columnsQuery), client.prefetchQuery(viewsQuery)]),
  component: page(() => import('./customers/CustomersPage.tsx')),
})

const card = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: cardPageSearch,
  // Only who goes there looks: a hand over the link leaves no receipt.
  loader: ({ params, cause }) => (cause === 'preload' ? undefined : void client.prefetchQuery(cardQuery(params.customerId))),
  component: page(() => import('./card/CardPage.tsx')),
})

const consents = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/consents',
  component: page(() => import('./consents/ConsentsPage.tsx')),
})

const leads = createRoute({ getParentRoute: () => shell, path: '/leads', validateSearch: leadsSearch, component: page(() => import('./leads/LeadsPage.tsx')) })

const rightsOf = createRoute({ getParentRoute: () => shell, path: '/customers/$customerId/rights', component: page(() => import('./rights/OfPage.tsx')) })

const needs = createRoute({ getParentRoute: () => shell, path: '/needs', validateSearch: needsSearch, component: page(() => import('./needs/NeedsPage.tsx')) })

const duplicates = createRoute({ getParentRoute: () => shell, path: '/duplicates', component: page(() => import('./duplicates/DuplicatesPage.tsx')) })
const classes = createRoute({ getParentRoute: () => shell, path: '/classes', component: page(() => import('./classes/ClassesPage.tsx')) })

const dashboard = createRoute({ getParentRoute: () => shell, path: '/overview', component: page(() => import('./dashboard/DashboardPage.tsx')) })
const reports = createRoute({ getParentRoute: () => shell, path: '/reports', component: page(() => import('./reports/ReportsPage.tsx')) })

const oneReport = page(() => import('./reports/ReportPage.tsx'))
const report = createRoute({ getParentRoute: () => shell, path: '/reports/$reportId', validateSearch: reportSearch, component: oneReport })

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns',
  validateSearch: campaignsSearch,
  component: page(() => import('./campaigns/CampaignsPage.tsx')),
})

const oneCampaign = page(() => import('./campaigns/CampaignPage.tsx'))
const campaign = createRoute({ getParentRoute: () => shell, path: '/campaigns/$campaignId', validateSearch: campaignSearch, component: oneCampaign })

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: importsSearch,
  component: page(() => import('./imports/ImportsPage.tsx')),
})

const oneImport = createRoute({ getParentRoute: () => shell, path: '/import/$importId', component: page(() => import('./imports/ImportPage.tsx')) })
const purposes = createRoute({ getParentRoute: () => shell, path: '/purposes', component: page(() => import('./purposes/PurposesPage.tsx')) })
const tags = createRoute({ getParentRoute: () => shell, path: '/settings/tags', component: page(() => import('./ownership/TagsPage.tsx')) })

const staff = createRoute({ getParentRoute: () => shell, path: '/staff', validateSearch: staffSearch, component: page(() => import('./staff/StaffPage.tsx')) })

const roles = createRoute({ getParentRoute: () => shell, path: '/roles', component: page(() => import('./roles/RolesPage.tsx')) })
const units = createRoute({ getParentRoute: () => shell, path: '/units', component: page(() => import('./units/UnitsPage.tsx')) })

// Not /health: there a monitor asks the process itself.
const health = createRoute({ getParentRoute: () => shell, path: '/status', component: page(() => import('./health/HealthPage.tsx')) })
const webhooks = createRoute({ getParentRoute: () => shell, path: '/webhooks', component: page(() => import('./webhooks/WebhooksPage.tsx')) })

const oneWebhook = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks/$webhookId',
  validateSearch: webhookSearch,
  component: page(() => import('./webhooks/WebhookPage.tsx')),
})

const mailbox = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox',
  validateSearch: mailboxSearch,
  component: page(() => import('./mailbox/MailboxPage.tsx')),
})

const letter = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox/$letterId',
  validateSearch: letterSearch,
  component: page(() => import('./mailbox/LetterPage.tsx')),
})

const account = createRoute({ getParentRoute: () => shell, path: '/account', component: page(() => import('./session/AccountPage.tsx')) })

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: settingsSearch,
  component: page(() => import('./settings/SettingsPage.tsx')),
})

const forms = createRoute({ getParentRoute: () => shell, path: '/settings/forms', component: page(() => import('./forms/FormsPage.tsx')) })
const noticeChoices = createRoute({ getParentRoute: () => shell, path: '/settings/notices', component: page(() => import('./notices/ChoicesPage.tsx')) })
const bulk = createRoute({ getParentRoute: () => shell, path: '/bulk', component: page(() => import('./bulk/BulkPage.tsx')) })
const signInSettings = createRoute({ getParentRoute: () => shell, path: '/settings/sign-in', component: page(() => import('./signin/SignInPage.tsx')) })
const consentTexts = createRoute({
  getParentRoute: () => shell,
  path: '/settings/consent-texts',
  component: page(() => import('./consent-texts/ConsentTextsPage.tsx')),
})
const myTerms = createRoute({ getParentRoute: () => shell, path: '/settings/my-terms', component: page(() => import('./my-terms/MyTermsPage.tsx')) })
const site = createRoute({ getParentRoute: () => shell, path: '/settings/site', component: page(() => import('./site/SitePage.tsx')) })
const providers = createRoute({ getParentRoute: () => shell, path: '/settings/providers', component: page(() => import('./providers/ProvidersPage.tsx')) })
const witnesses = createRoute({ getParentRoute: () => shell, path: '/settings/witnesses', component: page(() => import('./witnesses/WitnessesPage.tsx')) })
const limits = createRoute({ getParentRoute: () => shell, path: '/settings/limits', component: page(() => import('./limits/LimitsPage.tsx')) })
const reach = createRoute({ getParentRoute: () => shell, path: '/reach', component: page(() => import('./reach/ReachPage.tsx')) })
const policy = createRoute({ getParentRoute: () => shell, path: '/settings/policy', component: page(() => import('./policy/PolicyPage.tsx')) })
const policyDraft = createRoute({ getParentRoute: () => shell, path: '/settings/policy/$draftId', component: page(() => import('./policy/DraftPage.tsx')) })
const budgets = createRoute({ getParentRoute: () => shell, path: '/settings/budgets', component: page(() => import('./budgets/BudgetsPage.tsx')) })
const exports = createRoute({ getParentRoute: () => shell, path: '/exports', component: page(() => import('./exports/ExportsPage.tsx')) })
const trash = createRoute({ getParentRoute: () => shell, path: '/trash', component: page(() => import('./trash/TrashPage.tsx')) })
const erasures = createRoute({ getParentRoute: () => shell, path: '/settings/erasures', component: page(() => import('./erasing/ErasuresPage.tsx')) })

const audit = createRoute({ getParentRoute: () => shell, path: '/audit', validateSearch: auditSearch, component: page(() => import('./audit/AuditPage.tsx')) })

const desk = createRoute({ getParentRoute: () => shell, path: '/desk', component: page(() => import('./desk/DeskPage.tsx')) })

const rights = createRoute({
  getParentRoute: () => shell,
  path: '/rights',
  validateSearch: rightsSearch,
  component: page(() => import('./rights/RightsPage.tsx')),
})

const oneRight = createRoute({ getParentRoute: () => shell, path: '/rights/$caseId', component: page(() => import('./rights/CasePage.tsx')) })

const touched = createRoute({
  getParentRoute: () => shell,
  path: '/desk/touched',
  validateSearch: touchedSearch,
  component: page(() => import('./desk/TouchedPage.tsx')),
})

const refusals = createRoute({
  getParentRoute: () => shell,
  path: '/desk/refusals',
  validateSearch: refusalsSearch,
  component: page(() => import('./desk/RefusalsPage.tsx')),
})

const register = createRoute({ getParentRoute: () => shell, path: '/desk/register', component: page(() => import('./desk/RegisterPage.tsx')) })

const inside = [
  today,
  customers,
  card,
  consents,
  rightsOf,
  leads,
  needs,
  duplicates,
  classes,
  dashboard,
  reports,
  report,
  campaigns,
  campaign,
  imports,
  oneImport,
  purposes,
  consentTexts,
  tags,
  staff,
  roles,
  units,
  webhooks,
  oneWebhook,
  mailbox,
  letter,
  health,
  account,
  settings,
  noticeChoices,
  forms,
  signInSettings,
  budgets,
  limits,
  reach,
  policy,
  policyDraft,
  witnesses,
  site,
  providers,
  myTerms,
  audit,
  rights,
  oneRight,
  desk,
  register,
  touched,
  refusals,
  bulk,
  exports,
  trash,
  erasures,
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, byProvider, setUp, join, reset, forgot, print, consentProof, certificate, shell.addChildren(inside)]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 250,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

export type ConsoleRouter = typeof router
