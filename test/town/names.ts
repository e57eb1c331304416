import { faker } from '@faker-js/faker/locale/ru'
import type { Random } from './random.ts'

// Names of the crowd. Surnames come from faker's lists, picked by our own generator; first names and patronymics are
// written here, because faker's list of men is mostly saints of the tenth century.

export type FullName = { surname: string; name: string; patronymic?: string; short_name?: string; gender: 'f' | 'm' }

const men =
  'Александр Саша,Сергей Серёжа,Дмитрий Дима,Андрей,Алексей Лёша,Максим,Евгений Женя,Иван Ваня,Михаил Миша,Николай Коля,Владимир Володя,' +
  'Артём Тёма,Павел Паша,Роман Рома,Константин Костя,Илья,Игорь,Юрий Юра,Олег,Виктор Витя,Кирилл,Денис,Анатолий Толя,Григорий Гриша,' +
  'Пётр Петя,Борис Боря,Василий Вася,Геннадий Гена,Фёдор Федя,Станислав Стас,Тимофей Тима,Лев Лёва,Матвей,Егор,Вячеслав Слава,Семён Сёма,Яков Яша,Аркадий'
const women =
  'Елена Лена,Ольга Оля,Наталья Наташа,Наталия Наташа,Татьяна Таня,Анна Аня,Ирина Ира,Екатерина Катя,Мария Маша,Светлана Света,Анастасия Настя,' +
  'Юлия Юля,Людмила Люда,Галина Галя,Марина,Дарья Даша,Валентина Валя,Надежда Надя,Любовь Люба,Вера,Нина,Алёна,Ксения Ксюша,Полина,' +
  'Вероника Ника,София Соня,Лариса Лара,Тамара Тома,Виктория Вика,Зинаида Зина,Лидия Лида,Раиса Рая,Елизавета Лиза,Александра Саша,Евгения Женя,Алла'
const fathers: readonly (readonly [string, string])[] = [
  ['Александрович', 'Александровна'],
  ['Сергеевич', 'Сергеевна'],
  ['Дмитриевич', 'Дмитриевна'],
  ['Андреевич', 'Андреевна'],
  ['Алексеевич', 'Алексеевна'],
  ['Максимович', 'Максимовна'],
  ['Евгеньевич', 'Евгеньевна'],
  ['Иванович', 'Ивановна'],
  ['Михайлович', 'Михайловна'],
  ['Николаевич', 'Николаевна'],
  ['Владимирович', 'Владимировна'],
  ['Павлович', 'Павловна'],
  ['Романович', 'Романовна'],
  ['Константинович', 'Константиновна'],
  ['Ильич', 'Ильинична'],
  ['Игоревич', 'Игоревна'],
  ['Юрьевич', 'Юрьевна'],
  ['Олегович', 'Олеговна'],
  ['Викторович', 'Викторовна'],
  ['Анатольевич', 'Анатольевна'],
  ['Григорьевич', 'Григорьевна'],
  ['Петрович', 'Петровна'],
  ['Борисович', 'Борисовна'],
  ['Васильевич', 'Васильевна'],
  ['Геннадьевич', 'Геннадьевна'],
  ['Фёдорович', 'Фёдоровна'],
  ['Валентинович', 'Валентиновна'],
  ['Львович', 'Львовна'],
  ['Кузьмич', 'Кузьминична'],
  ['Семёнович', 'Семёновна'],
  ['Яковлевич', 'Яковлевна'],
  ['Аркадьевич', 'Аркадьевна'],
]
const eastern: readonly FullName[] = [
  { surname: 'Гасанов', name: 'Эльчин', patronymic: 'Ариф оглы', gender: 'm' },
  { surname: 'Мамедова', name: 'Севиндж', patronymic: 'Рауф кызы', gender: 'f' },
  { surname: 'Исмаилов', name: 'Тофик', patronymic: 'Мамед оглы', gender: 'm' },
  { surname: 'Алиева', name: 'Лейла', patronymic: 'Вагиф кызы', gender: 'f' },
  { surname: 'Ким', name: 'Виктория', patronymic: 'Енсуевна', gender: 'f' },
  { surname: 'Хасанов', name: 'Рустам', patronymic: 'Шамилевич', gender: 'm' },
  { surname: 'Сафина', name: 'Гузель', patronymic: 'Рашитовна', gender: 'f' },
  { surname: 'Цой', name: 'Вячеслав', patronymic: 'Родионович', gender: 'm' },
  { surname: 'Бадмаев', name: 'Баир', patronymic: 'Цыренович', gender: 'm' },
  { surname: 'Джанашия', name: 'Нино', patronymic: 'Отаровна', gender: 'f' },
  { surname: 'Саркисян', name: 'Армен', patronymic: 'Гагикович', gender: 'm' },
  { surname: 'Нурбекова', name: 'Айгуль', gender: 'f' },
]
const foreign: readonly FullName[] = [
  { surname: 'Müller', name: 'Jürgen', gender: 'm' },
  { surname: 'O’Neill', name: 'Siobhán', gender: 'f' },
  { surname: 'García Márquez', name: 'Lucía', gender: 'f' },
  { surname: 'Nguyễn', name: 'Thị Lan', gender: 'f' },
  { surname: 'Dubois', name: 'Hélène', gender: 'f' },
  { surname: 'van der Berg', name: 'Pieter', gender: 'm' },
  { surname: 'Kowalska', name: 'Agnieszka', gender: 'f' },
  { surname: 'Petrović', name: 'Dragan', gender: 'm' },
  { surname: 'Ли', name: 'Вэй', gender: 'm' },
  { surname: 'Smith', name: 'Emily', gender: 'f' },
  { surname: 'Rossi', name: 'Giulia', gender: 'f' },
  { surname: 'Andersson', name: 'Björn', gender: 'm' },
  { surname: 'Yılmaz', name: 'Emre', gender: 'm' },
  { surname: 'Singh', name: 'Harpreet', gender: 'm' },
  { surname: 'Tanaka', name: 'Yuki', gender: 'f' },
  { surname: 'de Souza', name: 'João', gender: 'm' },
]
// Faker writes every ё as е. People do both, so some of the town are spelt with it and some are not.
const withYo = /^(Аксен|Семен|Федор|Пономар|Журавл|Киселе|Короле|Ковале|Воробье|Соловье|Муравье|Лихаче|Горбаче|Селезне)/u

/** The full name of the n-th person of the crowd: mostly Russian, some from elsewhere, some without a patronymic. */
export function crowdName(r: Random, n: number): FullName {
  if (n % 27 === 5) return foreign[Math.floor(n / 27) % foreign.length] ?? r.pick(foreign)
  if (n % 36 === 7) return eastern[Math.floor(n / 36) % eastern.length] ?? r.pick(eastern)
  const gender = r.chance(0.55) ? 'f' : 'm'
  const [name, short] = r.pick((gender === 'f' ? women : men).split(',')).split(' ')
  const [his, hers] = r.pick(fathers)
  const plain: FullName = { surname: surname(r, gender, n), name: name ?? '', patronymic: gender === 'f' ? hers : his, gender }
  if (n % 24 === 3) delete plain.patronymic
  return short !== undefined && r.chance(0.3) ? { ...plain, short_name: short } : plain
}

function surname(r: Random, gender: 'f' | 'm', n: number): string {
  const list = faker.rawDefinitions.person?.last_name?.[gender === 'f' ? 'female' : 'male'] ?? []
  const one = spelt(r, r.pick(list))
  return n % 50 === 11 ? `${one}-${spelt(r, r.pick(list))}` : one
}

function spelt(r: Random, word: string): string {
  if (!withYo.test(word) || r.chance(0.4)) return word
  if (/^(Аксен|Семен|Федор|Пономар|Журавл)/u.test(word))
    return word
      .replace('Аксен', 'Аксён')
      .replace('Семен', 'Семён')
      .replace('Федор', 'Фёдор')
      .replace(/(Пономар|Журавл)е/u, '$1ё')
  return word.replace(/е(в|ва|ва-.*)$/u, 'ё$1').replace('Селезне', 'Селезнё')
}

/** Streets of the town, in the order of its map. */
export const streets = [
  'Садовая',
  'Вокзальная',
  'Речная',
  'Школьная',
  'Заречная',
  'Мостовая',
  'Почтовая',
  'Липовая',
  'Кузнечная',
  'Полевая',
  'Ярмарочная',
  'Большая Монетная',
] as const
