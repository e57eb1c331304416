import { words } from '../../ui/words.ts'

export const filesWords = words(
  'files',
  {
    title: 'Files',
    add: 'Add a file',
    drop: 'or drop it here, up to {{size}}',
    adding: 'Adding {{name}}',
    delete: 'Delete',
    delete_sure: 'Delete “{{name}}”? It cannot be brought back.',
    download: 'Download {{name}}',
    too_large: '“{{name}}” is larger than {{size}}, which is the most that is kept here.',
  },
  {
    title: 'Файлы',
    add: 'Добавить файл',
    drop: 'или перетащите сюда, до {{size}}',
    adding: 'Добавляем {{name}}',
    delete: 'Удалить',
    delete_sure: 'Удалить «{{name}}»? Вернуть будет нельзя.',
    download: 'Скачать {{name}}',
    too_large: '«{{name}}» больше, чем {{size}}: столько здесь не хранят.',
  },
)
