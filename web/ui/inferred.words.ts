import { words } from './words.ts'

/** What shows in what somebody does, in a sentence with its evidence: to themselves (`my_`), and to colleagues. */
export const inferredWords = words(
  'inferred',
  {
    my_title: 'What we see, though you never said it',
    my_lead: 'It only makes us quieter. If it is wrong, say so: from that moment it decides nothing, and for a year we conclude nothing of the kind.',
    my_channel:
      'We think {{channel}} is not your way: nothing happened within a week after any of {{of}} messages, and meanwhile you were with us otherwise. So nothing unasked comes that way.',
    my_hours:
      'We think these are not your hours: of {{of}} times you wrote or came by online, none was at another time. So what comes unasked comes only {{times}}.',
    title: 'What shows in what they do',
    channel: '{{channel}}: nothing within a week after any of {{of}} messages, though they were here otherwise. What is unasked does not go that way.',
    hours: 'Active only {{times}}: {{hits}} of {{of}} times otherwise. What is unasked goes at no other hour.',
    span: '{{from}} to {{to}}; worked out {{at}}, says nothing after {{until}}',
    wrong: 'That is wrong',
    wrong_since: 'Called wrong {{day}}: it decides nothing.',
    noted: 'Noted. It decides nothing any more.',
  },
  {
    my_title: 'Что мы заметили, хотя вы этого не говорили',
    my_lead: 'От этого мы можем писать только реже. Если это неверно, скажите: с этой минуты оно ни на что не влияет, и ещё год мы таких выводов не делаем.',
    my_channel:
      'Мы думаем, что этот канал вам не подходит: {{channel}}. Сообщений было {{of}}, и ни после одного за неделю ничего не произошло, хотя в остальном вы были с нами. Поэтому непрошеного так не присылаем.',
    my_hours:
      'Мы думаем, что знаем ваши часы: вы писали или заходили на сайт {{of}} раз, и ни разу в другое время. Поэтому непрошеное приходит только {{times}}.',
    title: 'Что видно по поступкам',
    channel:
      '{{channel}}: ни после одного из {{of}} сообщений за неделю ничего не произошло, хотя в остальном клиент был с нами. Непрошеное этим каналом не уходит.',
    hours: 'Бывает активен только {{times}}: в другое время {{hits}} из {{of}}. Непрошеное в другие часы не уходит.',
    span: 'с {{from}} по {{to}}; посчитано {{at}}, действует до {{until}}',
    wrong: 'Это неверно',
    wrong_since: 'Названо неверным {{day}} и ни на что не влияет.',
    noted: 'Записали. Больше ни на что не влияет.',
  },
)
