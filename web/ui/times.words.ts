import { words } from './words.ts'

export const timesWords = words(
  'times',
  {
    days: 'Days',
    from: 'From',
    to: 'Until',
    save: 'Save',
    day_1: 'Mon',
    day_2: 'Tue',
    day_3: 'Wed',
    day_4: 'Thu',
    day_5: 'Fri',
    day_6: 'Sat',
    day_7: 'Sun',
    every_day: 'every day',
  },
  {
    days: 'Дни',
    from: 'С',
    to: 'До',
    save: 'Сохранить',
    day_1: 'пн',
    day_2: 'вт',
    day_3: 'ср',
    day_4: 'чт',
    day_5: 'пт',
    day_6: 'сб',
    day_7: 'вс',
    every_day: 'каждый день',
  },
)
