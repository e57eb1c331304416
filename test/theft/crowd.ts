import { faker } from '@faker-js/faker/locale/ru'
import { random } from '../town/random.ts'

// A crowd large enough to count names in. Surnames, names and patronymics are as uneven as in life: the most frequent
// surname is borne by one in fifty, and a few are much longer than the rest.

export type Somebody = { user: string; surname: string; name: string; patronymic?: string; email: string; phone: string; address: string }

const men =
  'Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Николай Владимир Артём Павел Роман Константин Илья Игорь Юрий Олег Виктор Кирилл Денис Лев Ян'.split(
    ' ',
  )
const women =
  'Елена Ольга Наталья Татьяна Анна Ирина Екатерина Мария Светлана Анастасия Юлия Людмила Галина Марина Дарья Валентина Надежда Любовь Вера Нина Алёна Ксения Ия Ева'.split(
    ' ',
  )
const fathers =
  'Александр Сергее Дмитрие Андрее Алексее Максимо Евгенье Ивано Михайло Николае Владимиро Павло Романо Константино Игоре Юрье Олего Викторо Анатолье Петро'.split(
    ' ',
  )

/** So many people, the same for the same seed, in no order of their names. */
export function crowd(size: number, seed: string): Somebody[] {
  const r = random(seed)
  const surnames = { m: weighted(lastNames('male')), f: weighted(lastNames('female')) }
  const firstNames = { m: weighted(men), f: weighted(women) }
  const stems = weighted(fathers)
  return Array.from({ length: size }, (_, n): Somebody => {
    const gender = r.chance(0.54) ? 'f' : 'm'
    const one = r.weighted(surnames[gender])
    const surname = r.chance(0.015) ? `${one}-${r.weighted(surnames[gender])}` : one
    const name = r.weighted(firstNames[gender])
    const stem = r.weighted(stems)
    const patronymic = `${stem}${stem.endsWith('р') ? 'о' : ''}${gender === 'f' ? 'вна' : 'вич'}`
    const born = r.int(50, 99)
    const mailbox = r.pick([`${latin(name)}.${latin(surname)}${born}`, `${latin(surname)}.${latin(name)[0]}${n}`, `${latin(name)}${n}`])
    return {
      user: `${100_000 + n}`,
      surname,
      name,
      ...(r.chance(0.95) ? { patronymic } : {}),
      email: `${mailbox}@${r.pick(['mail.ru', 'yandex.ru', 'gmail.com', 'rambler.ru'])}`,
      phone: `+7916${1_000_000 + n}`,
      address: `${r.int(101, 690)}${r.int(100, 999)}, г. ${r.pick(['Москва', 'Казань', 'Екатеринбург', 'Омск'])}, ул. ${r.pick(['Садовая', 'Мира', 'Большая Монетная'])}, д. ${r.int(1, 90)}, кв. ${r.int(1, 200)}`,
    }
  })
}

/** The n-th of a list is 1 / (n + 20) as likely: about how Russian surnames fall off. */
const weighted = (list: readonly string[]) => list.map((value, n): [string, number] => [value, 1 / (n + 20)])

function lastNames(gender: 'male' | 'female'): readonly string[] {
  const list = faker.rawDefinitions.person?.last_name?.[gender] ?? []
  if (list.length < 200) throw new Error('the list of surnames is gone')
  return list
}

const letters: { [letter: string]: string } = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':')),
)
const latin = (word: string) => [...word.toLowerCase()].map((letter) => letters[letter] ?? letter).join('')
