import { createRoute } from '@tanstack/react-router'
import { page } from '../../ui/part.ts'
import { letterSearch, mailboxSearch } from '../mailbox/search.ts'
import { settingsSearch } from '../settings/search.ts'
import { staffSearch } from '../staff/search.ts'
import { webhookSearch } from '../webhooks/search.ts'
import { shell } from './frame.ts'

// The house itself: who works in it, how it is set, and what it sends.

const purposes = createRoute({ getParentRoute: () => shell, path: '/purposes', component: page(() => import('../purposes/PurposesPage.tsx')) })

const tags = createRoute({ getParentRoute: () => shell, path: '/settings/tags', component: page(() => import('../ownership/TagsPage.tsx')) })

const staff = createRoute({ getParentRoute: () => shell, path: '/staff', validateSearch: staffSearch, component: page(() => import('../staff/StaffPage.tsx')) })

const roles = createRoute({ getParentRoute: () => shell, path: '/roles', component: page(() => import('../roles/RolesPage.tsx')) })

const units = createRoute({ getParentRoute: () => shell, path: '/units', component: page(() => import('../units/UnitsPage.tsx')) })

// Not /health: there a monitor asks the process itself.
const health = createRoute({ getParentRoute: () => shell, path: '/status', component: page(() => import('../health/HealthPage.tsx')) })

const webhooks = createRoute({ getParentRoute: () => shell, path: '/webhooks', component: page(() => import('../webhooks/WebhooksPage.tsx')) })

const oneWebhook = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks/$webhookId',
  validateSearch: webhookSearch,
  component: page(() => import('../webhooks/WebhookPage.tsx')),
})

const mailbox = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox',
  validateSearch: mailboxSearch,
  component: page(() => import('../mailbox/MailboxPage.tsx')),
})

const letter = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox/$letterId',
  validateSearch: letterSearch,
  component: page(() => import('../mailbox/LetterPage.tsx')),
})

const account = createRoute({ getParentRoute: () => shell, path: '/account', component: page(() => import('../session/AccountPage.tsx')) })

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: settingsSearch,
  component: page(() => import('../settings/SettingsPage.tsx')),
})

const forms = createRoute({ getParentRoute: () => shell, path: '/settings/forms', component: page(() => import('../forms/FormsPage.tsx')) })

const noticeChoices = createRoute({ getParentRoute: () => shell, path: '/settings/notices', component: page(() => import('../notices/ChoicesPage.tsx')) })

const signInSettings = createRoute({ getParentRoute: () => shell, path: '/settings/sign-in', component: page(() => import('../signin/SignInPage.tsx')) })

const consentTexts = createRoute({
  getParentRoute: () => shell,
  path: '/settings/consent-texts',
  component: page(() => import('../consent-texts/ConsentTextsPage.tsx')),
})

const myTerms = createRoute({ getParentRoute: () => shell, path: '/settings/my-terms', component: page(() => import('../my-terms/MyTermsPage.tsx')) })

const site = createRoute({ getParentRoute: () => shell, path: '/settings/site', component: page(() => import('../site/SitePage.tsx')) })

const providers = createRoute({ getParentRoute: () => shell, path: '/settings/providers', component: page(() => import('../providers/ProvidersPage.tsx')) })

const witnesses = createRoute({ getParentRoute: () => shell, path: '/settings/witnesses', component: page(() => import('../witnesses/WitnessesPage.tsx')) })

const limits = createRoute({ getParentRoute: () => shell, path: '/settings/limits', component: page(() => import('../limits/LimitsPage.tsx')) })

const policy = createRoute({ getParentRoute: () => shell, path: '/settings/policy', component: page(() => import('../policy/PolicyPage.tsx')) })

const policyDraft = createRoute({ getParentRoute: () => shell, path: '/settings/policy/$draftId', component: page(() => import('../policy/DraftPage.tsx')) })

const budgets = createRoute({ getParentRoute: () => shell, path: '/settings/budgets', component: page(() => import('../budgets/BudgetsPage.tsx')) })

const erasures = createRoute({ getParentRoute: () => shell, path: '/settings/erasures', component: page(() => import('../erasing/ErasuresPage.tsx')) })

export const settingsRoutes = [
  purposes,
  tags,
  staff,
  roles,
  units,
  health,
  webhooks,
  oneWebhook,
  mailbox,
  letter,
  account,
  settings,
  forms,
  noticeChoices,
  signInSettings,
  consentTexts,
  myTerms,
  site,
  providers,
  witnesses,
  limits,
  policy,
  policyDraft,
  budgets,
  erasures,
]
