import { createRoute } from '@tanstack/react-router'
import { readSession } from '../../../src/keep/access/session/contract.ts'
import { call, isAway } from '../../ui/api.ts'
import { page } from '../../ui/part.ts'
import { client } from '../../ui/queries.ts'
import { printSearch } from '../printing/search.ts'
import { sessionQuery } from '../session/session.ts'
import { onlyInside, root } from './frame.ts'

// Pages without the menu: who comes in, what a letter leads to, and what goes on paper.

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string; ended?: true } => ({
    ...(typeof search.to === 'string' && search.to.startsWith('/') ? { to: search.to } : {}),
    ...(search.ended === true ? { ended: true as const } : {}),
  }),
  component: page(() => import('../session/SignIn.tsx')),
})

/** Where a provider sends people back to. */
const byProvider = createRoute({ getParentRoute: () => root, path: '/sign-in/by/$code', component: page(() => import('../session/ByProvider.tsx')) })

const setUp = createRoute({ getParentRoute: () => root, path: '/set-up', component: page(() => import('../session/SetUp.tsx')) })

// Links of letters: the secret stands after the #, which no server sees.
const join = createRoute({ getParentRoute: () => root, path: '/join', component: page(() => import('../session/Join.tsx')) })

const reset = createRoute({ getParentRoute: () => root, path: '/reset', component: page(() => import('../session/Reset.tsx')) })

const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: page(() => import('../session/Forgot.tsx')) })

/** On paper there is no menu. */
const print = createRoute({
  getParentRoute: () => root,
  path: '/print/$customerId',
  beforeLoad: onlyInside,
  validateSearch: printSearch,
  component: page(() => import('../printing/PrintPage.tsx')),
})

const consentProof = createRoute({
  getParentRoute: () => root,
  path: '/print/$customerId/consents/$recordId',
  beforeLoad: onlyInside,
  component: page(() => import('../consents/ProofPage.tsx')),
})

const paper = () => import('../erasing/CertificatePage.tsx')

const certificate = createRoute({ getParentRoute: () => root, path: '/certificate/$erasureId', beforeLoad: onlyInside, component: page(paper) })

/** A lost connection keeps nobody from the till: it stands as it was, and sells. A query would wait for the connection, so it is asked here. */
async function onlyAtTill(at: { location: { href: string } }): Promise<void> {
  try {
    client.setQueryData(sessionQuery.queryKey, await call(readSession))
  } catch (error) {
    if (isAway(error)) return
    throw error
  }
  await onlyInside(at)
}

const till = createRoute({
  getParentRoute: () => root,
  path: '/till',
  beforeLoad: onlyAtTill,
  component: page(() => import('../till/TillPage.tsx')),
})

export const outsideRoutes = [till, signIn, byProvider, setUp, join, reset, forgot, print, consentProof, certificate]
