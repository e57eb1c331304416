import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { deedAsk } from '../ui/deedAsk.ts'
import { PageLoading } from '../ui/Loading.tsx'
import { Broken, Lost } from '../ui/Lost.tsx'
import { page } from '../ui/part.ts'
import { child, childAddress } from './acting.ts'
import { rightsAsk } from './rights/search.ts'
import { whoOpened } from './session/session.ts'
import { Shell } from './shell/Shell.tsx'

// The customer's own pages, all under /my.

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost, errorComponent: Broken })

const ownPath = (search: Record<string, unknown>): { to?: string } =>
  typeof search.to === 'string' && search.to.startsWith('/') && !search.to.startsWith('//') ? { to: search.to } : {}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/my/sign-in',
  validateSearch: ownPath,
  component: page(() => import('./session/SignIn.tsx')),
})

/** Where the link in a mail leads. Opening it changes nothing: the button on it does. */
const open = createRoute({
  getParentRoute: () => root,
  path: '/my/open',
  validateSearch: ownPath,
  component: page(() => import('./session/OpenLink.tsx')),
})

const unsubscribed = createRoute({
  getParentRoute: () => root,
  path: '/my/unsubscribed',
  component: page(() => import('./session/Unsubscribed.tsx')),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'mine',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const who = await whoOpened()
    if (who === 'nobody') throw redirect({ to: '/my/sign-in', search: location.pathname === '/my' ? {} : { to: location.pathname } })
    // A message may have been forwarded: its link shows no texts and no receipts. For those the page's own link is needed.
    if (who === 'by-message' && /^\/my\/(history|receipts|needs|rights|children)/.test(location.pathname))
      throw redirect({ to: '/my/sign-in', search: { to: location.pathname } })
    // What a child looks for, and the receipts that tell of it, are theirs.
    if (child !== undefined && /^\/my\/(receipts|needs|children)/.test(location.pathname)) throw redirect({ to: '/my' })
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/my',
  component: page(() => import('./page/MyPage.tsx')),
})

const allow = createRoute({
  getParentRoute: () => shell,
  path: '/my/allow',
  component: page(() => import('./terms/AllowPage.tsx')),
})

const children = createRoute({
  getParentRoute: () => shell,
  path: '/my/children',
  component: page(() => import('./children/ChildrenPage.tsx')),
})

const needs = createRoute({
  getParentRoute: () => shell,
  path: '/my/needs',
  component: page(() => import('./needs/NeedsPage.tsx')),
})

const uses = createRoute({
  getParentRoute: () => shell,
  path: '/my/uses',
  validateSearch: deedAsk,
  component: page(() => import('./uses/UsesPage.tsx')),
})

const history = createRoute({
  getParentRoute: () => shell,
  path: '/my/history',
  component: page(() => import('./history/HistoryPage.tsx')),
})

const receipts = createRoute({
  getParentRoute: () => shell,
  path: '/my/receipts',
  component: page(() => import('./receipts/ReceiptsPage.tsx')),
})

const rights = createRoute({
  getParentRoute: () => shell,
  path: '/my/rights',
  validateSearch: rightsAsk,
  component: page(() => import('./rights/RightsPage.tsx')),
})

const message = createRoute({
  getParentRoute: () => shell,
  path: '/my/messages/$messageId',
  component: page(() => import('./message/MessagePage.tsx')),
})

export const router = createRouter({
  routeTree: root.addChildren([signIn, open, unsubscribed, shell.addChildren([home, allow, children, needs, uses, history, receipts, rights, message])]),
  rewrite: childAddress,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 250,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

export type PortalRouter = typeof router
