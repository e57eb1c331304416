import { createRoute } from '@tanstack/react-router'
import { page } from '../../ui/part.ts'
import { auditSearch } from '../audit/search.ts'
import { refusalsSearch, touchedSearch } from '../desk/touchedSearch.ts'
import { rightsSearch } from '../rights/search.ts'
import { shell } from './frame.ts'

// Who looks at what was done: the audit, rights of customers and the desk of the protection officer.

const audit = createRoute({ getParentRoute: () => shell, path: '/audit', validateSearch: auditSearch, component: page(() => import('../audit/AuditPage.tsx')) })

const desk = createRoute({ getParentRoute: () => shell, path: '/desk', component: page(() => import('../desk/DeskPage.tsx')) })

const rights = createRoute({
  getParentRoute: () => shell,
  path: '/rights',
  validateSearch: rightsSearch,
  component: page(() => import('../rights/RightsPage.tsx')),
})

const oneRight = createRoute({ getParentRoute: () => shell, path: '/rights/$caseId', component: page(() => import('../rights/CasePage.tsx')) })

const touched = createRoute({
  getParentRoute: () => shell,
  path: '/desk/touched',
  validateSearch: touchedSearch,
  component: page(() => import('../desk/TouchedPage.tsx')),
})

const refusals = createRoute({
  getParentRoute: () => shell,
  path: '/desk/refusals',
  validateSearch: refusalsSearch,
  component: page(() => import('../desk/RefusalsPage.tsx')),
})

const register = createRoute({ getParentRoute: () => shell, path: '/desk/register', component: page(() => import('../desk/RegisterPage.tsx')) })

export const deskRoutes = [audit, desk, rights, oneRight, touched, refusals, register]
