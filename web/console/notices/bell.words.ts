import { words } from '../../ui/words.ts'

// The bell stands on every page, the notices behind it only where they are looked at.

export const bellWords = words(
  'bell',
  {
    bell_none: 'Notices',
    bell_quiet: 'Notices, quiet hours',
    bell_one: 'Notices: {{count}} unread',
    bell_other: 'Notices: {{count}} unread',
    many: '99+',
  },
  {
    bell_none: 'Уведомления',
    bell_quiet: 'Уведомления, тихие часы',
    bell_one: 'Уведомления: {{count}} непрочитанное',
    bell_few: 'Уведомления: {{count}} непрочитанных',
    bell_many: 'Уведомления: {{count}} непрочитанных',
    bell_other: 'Уведомления: {{count}} непрочитанных',
    many: '99+',
  },
)
