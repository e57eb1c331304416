import type { Icon } from '@tabler/icons-react'
import {
  IconActivityHeartbeat,
  IconBell,
  IconBuildingStore,
  IconChecklist,
  IconClockPause,
  IconEraser,
  IconEye,
  IconFileCertificate,
  IconFileExport,
  IconFileText,
  IconFlask,
  IconForms,
  IconGauge,
  IconKey,
  IconListSearch,
  IconLogin2,
  IconMailbox,
  IconMessage2,
  IconScale,
  IconShieldLock,
  IconTags,
  IconTrash,
  IconUserShield,
  IconUsersGroup,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react'
import type { Ability } from '../../../src/platform/http/abilities.ts'
import type { settingsWords } from './settings.words.ts'

type Word = keyof typeof settingsWords.en

export type SettingsEntry = {
  to: string
  /** What it is called, what can be done there, and other words somebody may look for it by (with commas between). */
  word: Word
  about: Word
  keywords: Word
  icon: Icon
  group: 'you' | 'people' | 'data' | 'house'
  /** What opens it; everyone when absent. */
  needs?: Ability
}

/** The pages where something is set, in the order they are shown. The settings page and the palette read this list. */
export const entries = [
  { to: '/account', word: 'account', about: 'account_about', keywords: 'account_keys', icon: IconShieldLock, group: 'you' },
  { to: '/settings/notices', word: 'notices', about: 'notices_about', keywords: 'notices_keys', icon: IconBell, group: 'you' },
  { to: '/staff', word: 'staff', about: 'staff_about', keywords: 'staff_keys', icon: IconKey, group: 'people', needs: 'staff.manage' },
  { to: '/settings/sign-in', word: 'signin', about: 'signin_about', keywords: 'signin_keys', icon: IconLogin2, group: 'people', needs: 'staff.manage' },
  { to: '/settings/budgets', word: 'budgets', about: 'budgets_about', keywords: 'budgets_keys', icon: IconGauge, group: 'people' },
  { to: '/roles', word: 'roles', about: 'roles_about', keywords: 'roles_keys', icon: IconUserShield, group: 'people' },
  { to: '/units', word: 'units', about: 'units_about', keywords: 'units_keys', icon: IconBuildingStore, group: 'people' },
  { to: '/audit', word: 'audit', about: 'audit_about', keywords: 'audit_keys', icon: IconListSearch, group: 'people', needs: 'audit.read' },
  { to: '/purposes', word: 'purposes', about: 'purposes_about', keywords: 'purposes_keys', icon: IconScale, group: 'data' },
  {
    to: '/settings/consent-texts',
    word: 'consent_texts',
    about: 'consent_texts_about',
    keywords: 'consent_texts_keys',
    icon: IconFileText,
    group: 'data',
  },
  { to: '/settings/limits', word: 'limits', about: 'limits_about', keywords: 'limits_keys', icon: IconClockPause, group: 'data' },
  { to: '/settings/policy', word: 'policy', about: 'policy_about', keywords: 'policy_keys', icon: IconFlask, group: 'data', needs: 'registers.keep' },
  { to: '/reach', word: 'reach', about: 'reach_about', keywords: 'reach_keys', icon: IconUsersGroup, group: 'data' },
  { to: '/settings/my-terms', word: 'myterms', about: 'myterms_about', keywords: 'myterms_keys', icon: IconFileCertificate, group: 'data' },
  { to: '/settings/witnesses', word: 'witnesses', about: 'witnesses_about', keywords: 'witnesses_keys', icon: IconEye, group: 'data' },
  { to: '/settings/tags', word: 'tags', about: 'tags_about', keywords: 'tags_keys', icon: IconTags, group: 'data', needs: 'customers.tag' },
  { to: '/settings/forms', word: 'forms', about: 'forms_about', keywords: 'forms_keys', icon: IconForms, group: 'data', needs: 'forms.keep' },
  { to: '/settings/site', word: 'site', about: 'site_about', keywords: 'site_keys', icon: IconWorld, group: 'data', needs: 'forms.keep' },
  { to: '/exports', word: 'exports', about: 'exports_about', keywords: 'exports_keys', icon: IconFileExport, group: 'data', needs: 'exports.run' },
  { to: '/bulk', word: 'bulk', about: 'bulk_about', keywords: 'bulk_keys', icon: IconChecklist, group: 'data', needs: 'customers.tag' },
  { to: '/trash', word: 'trash', about: 'trash_about', keywords: 'trash_keys', icon: IconTrash, group: 'data', needs: 'customers.change' },
  {
    to: '/settings/erasures',
    word: 'erasures',
    about: 'erasures_about',
    keywords: 'erasures_keys',
    icon: IconEraser,
    group: 'data',
    needs: 'customers.erase',
  },
  { to: '/webhooks', word: 'webhooks', about: 'webhooks_about', keywords: 'webhooks_keys', icon: IconWebhook, group: 'house', needs: 'webhooks.manage' },
  {
    to: '/settings/providers',
    word: 'providers',
    about: 'providers_about',
    keywords: 'providers_keys',
    icon: IconMessage2,
    group: 'house',
    needs: 'webhooks.manage',
  },
  { to: '/mailbox', word: 'mailbox', about: 'mailbox_about', keywords: 'mailbox_keys', icon: IconMailbox, group: 'house', needs: 'mailbox.read' },
  { to: '/status', word: 'health', about: 'health_about', keywords: 'health_keys', icon: IconActivityHeartbeat, group: 'house' },
] as const satisfies readonly SettingsEntry[]

export const groups = ['you', 'people', 'data', 'house'] as const
