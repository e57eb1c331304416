import { words } from '../words.ts'

export const chartWords = words(
  'chart',
  {
    as: 'Show {{title}} as',
    chart: 'Chart',
    table: 'Table',
    save: 'Save',
    save_of: 'Save: {{title}}',
    csv: 'Table as CSV',
    png: 'Picture (PNG)',
    svg: 'Drawing (SVG)',
    not_drawn: 'The chart could not be loaded; here is the table.',
    drawn_first: 'The first {{count}} are drawn; the table has all.',
    not_told: '— is not told: too few people.',
  },
  {
    as: 'Показать «{{title}}» как',
    chart: 'График',
    table: 'Таблица',
    save: 'Сохранить',
    save_of: 'Сохранить: {{title}}',
    csv: 'Таблица, CSV',
    png: 'Картинка, PNG',
    svg: 'Рисунок, SVG',
    not_drawn: 'График не загрузился; вот таблица.',
    drawn_first: 'Нарисованы первые {{count}}; в таблице — все.',
    not_told: '— не сообщается: слишком мало людей.',
  },
)
