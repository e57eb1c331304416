import { words } from '../../ui/words.ts'

export const cardActionWords = words(
  'cardActions',
  {
    do_task: 'Add a task',
    do_note: 'Write a note',
    do_case: 'Open a case',
    do_address: 'Add a mail address or phone',
    assign_me: 'Make me responsible',
    favourite: 'Favourite, or not any more',
    print: 'Print this card',
    copy_link: 'Copy the link',
    copied: 'The link is copied.',
  },
  {
    do_task: 'Добавить задачу',
    do_note: 'Написать заметку',
    do_case: 'Открыть обращение',
    do_address: 'Добавить почту или телефон',
    assign_me: 'Назначить ответственным меня',
    favourite: 'В избранное или обратно',
    print: 'Распечатать карточку',
    copy_link: 'Скопировать ссылку',
    copied: 'Ссылка скопирована.',
  },
)
