import { words } from './words.ts'

/** What an agreement by IEEE 7012 permits, in words for both sides. */
export const usesWords = words(
  'uses',
  {
    analytics: 'count and compare what is bought',
    tracking: 'remember visits and clicks',
    profiling: 'draw conclusions about a person',
    sharing: 'give others data that names nobody',
    'SD-BASE': 'Only to serve',
    'SD-BASE-A': 'Serve and count',
    'SD-BASE-AT': 'Serve, count and remember visits',
    'SD-BASE-ATP': 'Serve, count, remember and conclude',
    'SD-BASE-ATP-S3P': 'All of it, and share what names nobody',
    portable: 'with data to take along',
  },
  {
    analytics: 'считать и сравнивать покупки',
    tracking: 'помнить посещения и переходы',
    profiling: 'делать выводы о человеке',
    sharing: 'отдавать другим данные без имён',
    'SD-BASE': 'Только обслуживать',
    'SD-BASE-A': 'Обслуживать и считать',
    'SD-BASE-AT': 'Обслуживать, считать и помнить посещения',
    'SD-BASE-ATP': 'Обслуживать, считать, помнить и делать выводы',
    'SD-BASE-ATP-S3P': 'Всё это и отдавать другим без имён',
    portable: 'с выдачей данных на руки',
  },
)
