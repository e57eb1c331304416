import { words } from '../../ui/words.ts'

// Drafts of notices: GDPR articles 33 and 34, 152-FZ article 21 (3.1). Each is written in both languages whatever the page is in.

export const noticeWords = words(
  'breach-notice',
  {
    authority:
      'Notice of a personal data breach (GDPR article 33; 152-FZ article 21)\n\nController: {{company}}, {{country}}. {{address}} {{mail}}\nData protection contact: {{officers}}\n\nWe became aware of the breach on {{known}}.\nWhat happened: [nature of the breach, how it was found]\nPeriod: {{from}} – {{until}}. First use found: {{first}}; last: {{last}}.\n\nPeople concerned: about {{persons}}. Records of use: {{uses}}.\nCategories of data: {{categories}}.\nPurposes named for these uses: {{purposes}}.\nLeft our systems: data of {{left}} people (files: {{files}}; programs: {{programs}}).\n\nLikely consequences: [for the people concerned]\nMeasures taken or proposed: [what was closed, revoked, asked back; what we advise people]\n\nThe counts come from a log in which every use of personal data is recorded and no entry can be changed unseen. People who were erased since are not in them.',
    people:
      'Your data with {{company}}\n\nOn {{known}} we found that your data may have been used wrongly between {{from}} and {{until}}: [what happened, in plain words].\n\nWhat it concerns: {{categories}}.\nWhat may follow: [consequences]\nWhat we have done: [measures]\nWhat you can do: [advice]\n\nOn your own page with us you can read every use of your data: when, by whom and what for.\nQuestions: {{officers}}, {{mail}}',
    none: 'none',
    nobody: '[name]',
  },
  {
    authority:
      'Уведомление об инциденте с персональными данными (152-ФЗ, статья 21; GDPR, статья 33)\n\nОператор: {{company}}, {{country}}. {{address}} {{mail}}\nКонтактное лицо: {{officers}}\n\nИнцидент выявлен {{known}}.\nЧто произошло: [характер инцидента, предполагаемые причины, как обнаружен]\nПериод: {{from}} – {{until}}. Первое использование: {{first}}; последнее: {{last}}.\n\nЧисло субъектов: около {{persons}}. Записей об использовании: {{uses}}.\nКатегории данных: {{categories}}.\nЦели, названные при использовании: {{purposes}}.\nВышло за пределы систем: данные {{left}} чел. (файлы: {{files}}; программы: {{programs}}).\n\nПредполагаемый вред: [субъектам данных]\nПринятые меры: [что закрыто, отозвано, затребовано обратно; что рекомендовано людям]\n\nЧисла взяты из журнала, где записано каждое использование данных и ни одну запись нельзя незаметно изменить. Стёртые с тех пор в него не входят.',
    people:
      'Ваши данные в {{company}}\n\n{{known}} мы обнаружили, что ваши данные могли быть использованы неправильно с {{from}} по {{until}}: [что случилось, простыми словами].\n\nЧего это касается: {{categories}}.\nЧем это может грозить: [последствия]\nЧто мы сделали: [меры]\nЧто можете сделать вы: [совет]\n\nНа своей странице у нас вы можете прочитать о каждом использовании ваших данных: когда, кто и зачем.\nВопросы: {{officers}}, {{mail}}',
    none: 'нет',
    nobody: '[имя]',
  },
)
