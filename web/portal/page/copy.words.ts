import { words } from '../../ui/words.ts'

export const copyWords = words(
  'my-copy',
  {
    title: 'Take it with you',
    lead: 'Everything on your pages to the last line, your files and all receipts, in one archive: as tables for a spreadsheet and as data for another company’s program.',
    lead_child: 'Everything on these pages to the last line, in one archive: as tables for a spreadsheet and as data for another company’s program.',
    signed: 'It is signed: anyone can tell whether it is what we gave you.',
    make: 'Make my copy',
    making: 'Putting it together …',
    done: 'Your copy is in your downloads. Whoever has the file reads everything in it: keep it where you keep papers.',
  },
  {
    title: 'Забрать с собой',
    lead: 'Всё с ваших страниц до последней строки, ваши файлы и все квитанции одним архивом: таблицами для Excel и данными для программы другой компании.',
    lead_child: 'Всё с этих страниц до последней строки одним архивом: таблицами для Excel и данными для программы другой компании.',
    signed: 'Копия подписана: любой может проверить, что выдали её мы и именно такой.',
    make: 'Собрать копию',
    making: 'Собираем …',
    done: 'Копия в ваших загрузках. Кто получит этот файл, прочтёт всё: храните его там же, где документы.',
  },
)
