import type { Icon } from '@tabler/icons-react'
import {
  IconActivityHeartbeat,
  IconBooks,
  IconCashRegister,
  IconChartHistogram,
  IconChecklist,
  IconCoins,
  IconFileImport,
  IconGavel,
  IconHome,
  IconKey,
  IconMail,
  IconMailbox,
  IconMessageQuestion,
  IconReportAnalytics,
  IconScale,
  IconSettings,
  IconShieldHalf,
  IconStairsUp,
  IconUserPlus,
  IconUserSearch,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { Ability } from '../../../src/platform/http/abilities.ts'
import type { WordKey } from '../../ui/words.ts'
import type { shell } from './shell.words.ts'

export type PageEntry = {
  to:
    | '/'
    | '/customers'
    | '/leads'
    | '/needs'
    | '/till'
    | '/duplicates'
    | '/classes'
    | '/overview'
    | '/value'
    | '/quality'
    | '/reports'
    | '/campaigns'
    | '/audiences'
    | '/goods'
    | '/import'
    | '/purposes'
    | '/rights'
    | '/desk'
    | '/staff'
    | '/mailbox'
    | '/status'
    | '/settings'
  word: WordKey<typeof shell.en>
  icon: Icon
  /** The letter after G that goes there. */
  jump: string
  group: 'work' | 'house'
  /** What opens it; everyone when absent. */
  needs?: Ability
}

/** The pages of the console, in the order of the side bar. Palette and shortcuts read the same list. */
export const pages: readonly PageEntry[] = [
  { to: '/', word: 'today', icon: IconHome, jump: 'H', group: 'work' },
  { to: '/customers', word: 'customers', icon: IconUsers, jump: 'C', group: 'work', needs: 'customers.see' },
  { to: '/leads', word: 'leads', icon: IconUserPlus, jump: 'L', group: 'work', needs: 'customers.see' },
  { to: '/needs', word: 'needs', icon: IconMessageQuestion, jump: 'N', group: 'work', needs: 'needs.answer' },
  { to: '/till', word: 'till', icon: IconCashRegister, jump: 'K', group: 'work', needs: 'sales.record' },
  { to: '/duplicates', word: 'duplicates', icon: IconUsersGroup, jump: 'D', group: 'work', needs: 'customers.join' },
  { to: '/classes', word: 'classes', icon: IconStairsUp, jump: 'V', group: 'work' },
  { to: '/overview', word: 'overview', icon: IconChartHistogram, jump: 'W', group: 'work', needs: 'reports.see' },
  { to: '/value', word: 'expected', icon: IconCoins, jump: 'X', group: 'work', needs: 'work.see' },
  { to: '/quality', word: 'quality', icon: IconChecklist, jump: 'Q', group: 'work', needs: 'work.see' },
  { to: '/reports', word: 'reports', icon: IconReportAnalytics, jump: 'A', group: 'work', needs: 'reports.see' },
  { to: '/campaigns', word: 'campaigns', icon: IconMail, jump: 'M', group: 'work', needs: 'campaigns.run' },
  { to: '/audiences', word: 'audiences', icon: IconUserSearch, jump: 'U', group: 'work', needs: 'campaigns.run' },
  { to: '/goods', word: 'goods', icon: IconBooks, jump: 'F', group: 'work', needs: 'campaigns.run' },
  { to: '/import', word: 'import', icon: IconFileImport, jump: 'I', group: 'work', needs: 'imports.run' },
  { to: '/purposes', word: 'purposes', icon: IconScale, jump: 'P', group: 'house' },
  { to: '/rights', word: 'rights', icon: IconGavel, jump: 'R', group: 'house', needs: 'rights.work' },
  { to: '/desk', word: 'desk', icon: IconShieldHalf, jump: 'O', group: 'house', needs: 'desk.see' },
  { to: '/staff', word: 'staff', icon: IconKey, jump: 'S', group: 'house', needs: 'staff.manage' },
  { to: '/mailbox', word: 'mailbox', icon: IconMailbox, jump: 'B', group: 'house', needs: 'mailbox.read' },
  { to: '/status', word: 'health', icon: IconActivityHeartbeat, jump: 'E', group: 'house' },
  { to: '/settings', word: 'settings', icon: IconSettings, jump: 'T', group: 'house' },
]
