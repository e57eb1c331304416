import { words } from '../../ui/words.ts'

export const accountWords = words(
  'account',
  {
    title: 'How I work',
    lead: 'Follows you to every device.',
    zone: 'Time zone of the dates you see',
    zone_browser: 'As this browser ({{zone}})',
    zone_now: 'It is {{time}} there now.',
    keys: 'Shortcuts of a single key',
    keys_text: 'C, J, K and others act without Ctrl or ⌘. Turn this off if keys are pressed by accident or by voice. Ctrl K stays.',
    saved: 'Saved',
  },
  {
    title: 'Как мне удобно',
    lead: 'Действует на всех ваших устройствах.',
    zone: 'Часовой пояс дат на экране',
    zone_browser: 'Как в этом браузере ({{zone}})',
    zone_now: 'Сейчас там {{time}}.',
    keys: 'Команды одной клавишей',
    keys_text: 'C, J, K и другие срабатывают без Ctrl и ⌘. Выключите, если клавиши нажимаются случайно или голосом. Ctrl K останется.',
    saved: 'Сохранено',
  },
)
