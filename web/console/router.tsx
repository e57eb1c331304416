import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { PageLoading } from '../ui/Loading.tsx'
import { Broken, Lost } from '../ui/Lost.tsx'
import { client } from '../ui/queries.ts'
import { patient } from '../ui/reach.ts'
import { auditSearch } from './audit/search.ts'
import { campaignSearch } from './campaigns/search.ts'
import { cardQuery } from './card/queries.ts'
import { cardPageSearch } from './card/search.ts'
import { customersSearch } from './customers/search.ts'
import { importsSearch } from './imports/search.ts'
import { leadsSearch } from './leads/search.ts'
import { columnsQuery } from './list/queries.ts'
import { viewsQuery } from './list/views.ts'
import { letterSearch, mailboxSearch } from './mailbox/search.ts'
import { printSearch } from './printing/search.ts'
import { gateOf } from './session/session.ts'
import { settingsSearch } from './settings/search.ts'
import { Shell } from './shell/Shell.tsx'
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
  component: lazyRouteComponent(patient(() => import('./session/SignIn.tsx'))),
})

/** Where a provider sends people back to. */
const byProvider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/by/$code',
  component: lazyRouteComponent(patient(() => import('./session/ByProvider.tsx'))),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(patient(() => import('./session/SetUp.tsx'))),
})

async function onlyInside({ location }: { location: { href: string } }): Promise<void> {
  const gate = await gateOf()
  if (gate === 'set-up') throw redirect({ to: '/set-up' })
  if (gate === 'sign-in') throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
}

// Links of letters: the secret stands after the #, which no server sees.
const join = createRoute({ getParentRoute: () => root, path: '/join', component: lazyRouteComponent(patient(() => import('./session/Join.tsx'))) })
const reset = createRoute({ getParentRoute: () => root, path: '/reset', component: lazyRouteComponent(patient(() => import('./session/Reset.tsx'))) })
const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: lazyRouteComponent(patient(() => import('./session/Forgot.tsx'))) })

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, beforeLoad: onlyInside })

/** On paper there is no menu. */
const print = createRoute({
  getParentRoute: () => root,
  path: '/print/$customerId',
  beforeLoad: onlyInside,
  validateSearch: printSearch,
  component: lazyRouteComponent(patient(() => import('./printing/PrintPage.tsx'))),
})

const certificate = createRoute({
  getParentRoute: () => root,
  path: '/certificate/$erasureId',
  beforeLoad: onlyInside,
  component: lazyRouteComponent(() => import('./erasing/CertificatePage.tsx')),
})

const today = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: todaySearch,
  component: lazyRouteComponent(patient(() => import('./work/TodayPage.tsx'))),
})

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: customersSearch,
  // Asked while the page's own chunk is still on its way; whatever goes wrong the page meets itself.
  loader: () => void Promise.all([client.prefetchQuery(columnsQuery), client.prefetchQuery(viewsQuery)]),
  component: lazyRouteComponent(patient(() => import('./customers/CustomersPage.tsx'))),
})

const card = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: cardPageSearch,
  // Only who goes there looks: a hand over the link leaves no receipt.
  loader: ({ params, cause }) => (cause === 'preload' ? undefined : void client.prefetchQuery(cardQuery(params.customerId))),
  component: lazyRouteComponent(patient(() => import('./card/CardPage.tsx'))),
})

const leads = createRoute({
  getParentRoute: () => shell,
  path: '/leads',
  validateSearch: leadsSearch,
  component: lazyRouteComponent(patient(() => import('./leads/LeadsPage.tsx'))),
})

const duplicates = createRoute({
  getParentRoute: () => shell,
  path: '/duplicates',
  component: lazyRouteComponent(patient(() => import('./duplicates/DuplicatesPage.tsx'))),
})

const classes = createRoute({
  getParentRoute: () => shell,
  path: '/classes',
  component: lazyRouteComponent(patient(() => import('./classes/ClassesPage.tsx'))),
})

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns',
  component: lazyRouteComponent(patient(() => import('./campaigns/CampaignsPage.tsx'))),
})

const campaign = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/$campaignId',
  validateSearch: campaignSearch,
  component: lazyRouteComponent(patient(() => import('./campaigns/CampaignPage.tsx'))),
})

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: importsSearch,
  component: lazyRouteComponent(patient(() => import('./imports/ImportsPage.tsx'))),
})

const oneImport = createRoute({
  getParentRoute: () => shell,
  path: '/import/$importId',
  component: lazyRouteComponent(patient(() => import('./imports/ImportPage.tsx'))),
})

const purposes = createRoute({
  getParentRoute: () => shell,
  path: '/purposes',
  component: lazyRouteComponent(patient(() => import('./purposes/PurposesPage.tsx'))),
})

const tags = createRoute({
  getParentRoute: () => shell,
  path: '/settings/tags',
  component: lazyRouteComponent(patient(() => import('./ownership/TagsPage.tsx'))),
})

const staff = createRoute({ getParentRoute: () => shell, path: '/staff', component: lazyRouteComponent(patient(() => import('./staff/StaffPage.tsx'))) })

const roles = createRoute({ getParentRoute: () => shell, path: '/roles', component: lazyRouteComponent(patient(() => import('./roles/RolesPage.tsx'))) })

const units = createRoute({ getParentRoute: () => shell, path: '/units', component: lazyRouteComponent(patient(() => import('./units/UnitsPage.tsx'))) })

// Not /health: there a monitor asks the process itself.
const health = createRoute({
  getParentRoute: () => shell,
  path: '/status',
  component: lazyRouteComponent(patient(() => import('./health/HealthPage.tsx'))),
})

const webhooks = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks',
  component: lazyRouteComponent(patient(() => import('./webhooks/WebhooksPage.tsx'))),
})

const oneWebhook = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks/$webhookId',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(patient(() => import('./webhooks/WebhookPage.tsx'))),
})

const mailbox = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox',
  validateSearch: mailboxSearch,
  component: lazyRouteComponent(patient(() => import('./mailbox/MailboxPage.tsx'))),
})

const letter = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox/$letterId',
  validateSearch: letterSearch,
  component: lazyRouteComponent(patient(() => import('./mailbox/LetterPage.tsx'))),
})

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(patient(() => import('./session/AccountPage.tsx'))),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(patient(() => import('./settings/SettingsPage.tsx'))),
})

const forms = createRoute({
  getParentRoute: () => shell,
  path: '/settings/forms',
  component: lazyRouteComponent(patient(() => import('./forms/FormsPage.tsx'))),
})

const noticeChoices = createRoute({
  getParentRoute: () => shell,
  path: '/settings/notices',
  component: lazyRouteComponent(patient(() => import('./notices/ChoicesPage.tsx'))),
})

const bulk = createRoute({
  getParentRoute: () => shell,
  path: '/bulk',
  component: lazyRouteComponent(patient(() => import('./bulk/BulkPage.tsx'))),
})

const signInSettings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/sign-in',
  component: lazyRouteComponent(patient(() => import('./signin/SignInPage.tsx'))),
})

const budgets = createRoute({
  getParentRoute: () => shell,
  path: '/settings/budgets',
  component: lazyRouteComponent(patient(() => import('./budgets/BudgetsPage.tsx'))),
})

const exports = createRoute({
  getParentRoute: () => shell,
  path: '/exports',
  component: lazyRouteComponent(patient(() => import('./exports/ExportsPage.tsx'))),
})

const trash = createRoute({
  getParentRoute: () => shell,
  path: '/trash',
  component: lazyRouteComponent(patient(() => import('./trash/TrashPage.tsx'))),
})

const erasures = createRoute({
  getParentRoute: () => shell,
  path: '/settings/erasures',
  component: lazyRouteComponent(() => import('./erasing/ErasuresPage.tsx')),
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(patient(() => import('./audit/AuditPage.tsx'))),
})

const inside = [
  today,
  customers,
  card,
  leads,
  duplicates,
  classes,
  campaigns,
  campaign,
  imports,
  oneImport,
  purposes,
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
  audit,
  bulk,
  exports,
  trash,
  erasures,
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, byProvider, setUp, join, reset, forgot, print, certificate, shell.addChildren(inside)]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 250,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

export type ConsoleRouter = typeof router
