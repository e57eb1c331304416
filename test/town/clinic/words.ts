import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

// No word here names an illness: these contacts stand beside the sealed ones, and a message may be read over a shoulder.

export const talk: Talk = {
  calls: [
    w('Moved the appointment to Thursday.', 'Перенесли запись на четверг.'),
    w('Asked how to prepare; told, and sent a memo.', 'Спрашивали, как подготовиться; рассказали, отправили памятку.'),
    w('Asked whether the results are ready.', 'Спрашивали, готовы ли результаты.'),
  ],
  mails: [
    {
      subject: w('Papers for the deduction', 'Справка для вычета'),
      text: w('Please prepare the paper for the tax office.', 'Подготовьте, пожалуйста, справку для налоговой.'),
      answer: w('It is ready at the reception.', 'Справка готова, она в регистратуре.'),
    },
    {
      subject: w('Appointment', 'Запись'),
      text: w('Is there a time in the morning?', 'Есть ли время с утра?'),
      answer: w('On Tuesday at nine; shall I book it?', 'Во вторник в девять, записать?'),
    },
  ],
  chats: [
    [w('May I come with a child?', 'Можно прийти с ребёнком?'), w('Of course, there is a playroom.', 'Конечно, есть игровая.')],
    [w('Where to park?', 'Где припарковаться?'), w('Behind the building, the gate opens by itself.', 'За зданием, ворота открываются сами.')],
  ],
  sms: [
    w('We expect you tomorrow. Clinic Doverie', 'Ждём вас завтра. Клиника «Доверие»'),
    w('Your papers are ready. Clinic Doverie', 'Документы готовы. Клиника «Доверие»'),
  ],
  letters: [{ subject: w('Contract', 'Договор'), text: w('The contract for the year, in two copies.', 'Договор на год, в двух экземплярах.') }],
  forum: [w('Is the clinic open on Saturdays?', 'По субботам клиника работает?')],
  reviews: [
    { rating: 5, text: w('Listened to the end.', 'Выслушали до конца.') },
    { rating: 3, text: w('Waited half an hour past the time.', 'Ждали полчаса сверх записи.') },
  ],
  complaints: [
    {
      subject: w('Waiting', 'Ожидание'),
      text: w('Called in forty minutes late.', 'Пригласили на сорок минут позже.'),
      resolution: w('We apologised; the next visit has no queue.', 'Извинились, следующий приём без очереди.'),
    },
    {
      subject: w('Reception', 'Регистратура'),
      text: w('My surname was called out in the hall.', 'Фамилию назвали на весь зал.'),
      resolution: w('Now we call by number.', 'Теперь приглашаем по номеру талона.'),
    },
  ],
  meetings: [w('Explained the yearly contract to the family.', 'Объясняли семье условия годового договора.')],
  pushes: [w('Tomorrow you have an appointment.', 'Завтра у вас запись.')],
}

export const news: readonly News[] = [
  {
    topic: 'programmes',
    subject: w('A year with one doctor', 'Год с одним врачом'),
    text: w('The yearly programme for a family.', 'Годовая программа для семьи.'),
  },
  { topic: 'schedule', subject: w('We work on Saturdays', 'Работаем по субботам'), text: w('From nine to three.', 'С девяти до трёх.') },
]
