// What a copy says of itself (readme.txt), for whoever opens it years later.

type Said = { company: string; day: string; url: string; receipts: boolean; guardian: boolean }

const en = ({ company, day, url, receipts, guardian }: Said) => `${guardian ? 'Your child’s data at' : 'Your data at'} ${company}, ${day}

This archive holds everything that stands on ${guardian ? 'the page where you act for your child' : `your own page at ${url}/my`},
to the last line: what is known and from where, what is guessed, what was said
and bought, what you allow, who used your data and what for.

data/      the same as on the page, for programs (JSON-LD)
tables/    the same as tables, for Excel and the like (CSV)
${guardian ? 'What the child said, wrote, looks for and was sent in files is theirs: it is not here.' : 'files/     files that are kept about you, as they are'}
${guardian ? '' : receipts ? 'receipts.json   a receipt for every use of your data, with proofs' : '(no receipts yet: the first ones are signed within a minute. Take another copy then.)'}

Amounts are in the smallest unit: 12345 and RUB are 123.45 roubles.
Other people have no name here: that is their data and not yours.

manifest.json lists all files with their SHA-256; manifest.sig is that list
signed by ${company}. Whether the signature holds can be checked
- without a network, by the page rapport-verify.html: save it from ${url}/log/verifier
- by a program: npx rapport verify FOLDER; it is a signed note of C2SP, the key stands at ${url}/log/key
`

const ru = ({ company, day, url, receipts, guardian }: Said) => `${guardian ? 'Данные вашего ребёнка в' : 'Ваши данные в'} «${company}», ${day}

В этом архиве всё, что стоит на ${guardian ? 'странице, где вы действуете за ребёнка' : `вашей странице ${url}/my`},
до последней строки: что о вас известно и откуда, что предположили, что
говорили и покупали, что вы разрешили, кто и зачем пользовался данными.

data/      то же, что на странице, для программ (JSON-LD)
tables/    то же таблицами, для Excel и подобных (CSV)
${guardian ? 'То, что ребёнок говорил, писал, ищет или получил файлами, знает только он: здесь этого нет.' : 'files/     файлы о вас, как они есть'}
${guardian ? '' : receipts ? 'receipts.json   квитанция о каждом использовании ваших данных, с доказательствами' : '(квитанций пока нет: первые подписываются в течение минуты. Скачайте копию ещё раз.)'}

Суммы указаны в самых мелких единицах: 12345 и RUB это 123,45 рубля.
Имён других людей здесь нет: это их данные, а не ваши.

manifest.json перечисляет все файлы с их SHA-256, manifest.sig это тот же
перечень с подписью «${company}». Проверить подпись можно
- без сети, страницей rapport-verify.html: сохраните её с ${url}/log/verifier
- программой: npx rapport verify ПАПКА; это подписанная записка C2SP, ключ лежит на ${url}/log/key
`

const texts = { en, ru } as const
export type CopyLanguage = keyof typeof texts

/** The text of readme.txt, its lines ended as Windows wants them. */
export const readmeOf = (language: CopyLanguage, said: Said): string => texts[language](said).replaceAll('\n', '\r\n')
