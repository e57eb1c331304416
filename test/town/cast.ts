import type { Calendar } from './calendar.ts'
import { read, type Townsman } from './read-cast.ts'

// Everyone in the town who has a name in a test, a scene or the demo. The crowd around them is in crowd.ts.
// A line is: key | surname / name / patronymic | gender, age, birthday | phone | mailbox | where a customer, and since how many
// days (or years, months and days: 6y3m7d) | what else. The line above it says why they are in the town; — is nothing.

const scenes = `
# scene 1, the clerk: “бело 4567”
belova | Белова / Анна / Сергеевна | f 52 05-17 | +79451234567 | a.belova@pochta.example | bank 6y3m7d, florist 900
# scene 2, the hotel: arrives tomorrow for the fifth time
voronov | Воронов / Илья / Петрович | m 61 09-03 | +79452203118 | i.voronov@pochta.example | hotel 690 | time_zone=Asia/Yekaterinburg; address=620999, г. Екатеринбург, ул. Уральская, д. 7, кв. 15
# scene 3, the kiosk: two papers every morning
zaitsev | Зайцев / Пётр / Ильич | m 67 02-11 | +79453001122 | — | kiosk 720, telecom 1400
# scene 3: refused two suggestions, to be left in peace for 60 days
kruglov | Круглов / Антон / Игоревич | m 34 10-29 | +79453004455 | — | kiosk 400
# scene 4, the doctor
sokolova | Соколова / Вера / Павловна | f 58 03-14 | +79454107755 | vera.sokolova@pochta.example | clinic 712, bookshop 500, telecom 2100
# scenes 5 and 9: bought three books on ancient Chinese art; takes over her relationship
gromova | Громова / Татьяна / Львовна | f 45 11-02 | +79455550142 | t.gromova@pochta.example | bookshop 640
# scene 6, the florist: a birthday on the 12th of December
melnikov | Мельников / Олег / Андреевич | m 49 07-21 | +79456071213 | oleg.melnikov@pochta.example | florist 520, bank 1900
# scene 6: gives flowers for the 29th of February and for two more days
visokosnyi | Касаткин / Борис / Львович | m 56 01-30 | +79456072929 | b.kasatkin@pochta.example | florist 700
# scene 7, the telephone company: 412 minutes to Kazakhstan
akhmetova | Ахметова / Гульнара / Сериковна | f 39 04-09 | +79457004120 | gulnara.akhmetova@pochta.example | telecom 730
# scene 8: in the first class, with a complaint nine days old
lebedev | Лебедев / Константин / Аркадьевич | m 63 12-05 | +79455557788 | k.lebedev@pochta.example | bookshop 1600, bank 1200
# scene 10: every channel, complaint 41, a contradiction on the 22nd
fomin | Фомин / Игорь / Борисович | m 42 06-25 | +79451239090 | i.fomin@pochta.example | bank 1100, telecom 800
`

const contrasts = `
# Ben, who withdrew his consent to e-mail in March
ben | Carter / Ben | m 37 08-08 | +12025550143 | ben.carter@mail.example | bookshop 610, hotel 500, bank 450 | language=en; country=US; form=informal
# never consented to anything, and buys much
zhukova | Жукова / Лидия / Карловна | f 71 01-19 | +79455551010 | l.zhukova@pochta.example | bookshop 700, clinic 600
# has no phone and no mailbox, only a loyalty card
pakhomova | Пахомова / Зинаида / Егоровна | f 84 10-10 | — | — | bookshop 560, kiosk 600, clinic 710, florist 300
# wrote that everything about him be erased
titov | Титов / Роман / Вадимович | m 29 03-03 | +79455553131 | r.titov@pochta.example | bookshop 400, telecom 650
# ten years of history
rybakov | Рыбаков / Фёдор / Матвеевич | m 77 06-06 | +79451230010 | f.rybakov@pochta.example | bank 10y0m12d, bookshop 10y0m12d, telecom 10y0m12d
# shares a mailbox with his wife
panov | Панов / Андрей / Юрьевич | m 44 02-27 | +79455556001 | panovy@pochta.example | bookshop 480, florist 480, bank 900 | shared=email
# shares a mailbox with her husband
panova | Панова / Юлия / Игоревна | f 41 09-15 | +79455556002 | panovy@pochta.example | bookshop 450, florist 470, clinic 500 | shared=email
# one of two people with the same name
ivanova1 | Иванова / Мария / Ивановна | f 33 04-04 | +79455552101 | maria.ivanova@pochta.example | bookshop 530, bank 600, clinic 640
# the other one
ivanova2 | Иванова / Мария / Ивановна | f 68 12-30 | +79455552102 | m.ivanova.58@pochta.example | bookshop 590, bank 1500, clinic 700
# the father: same name, same address, same home telephone
kuznetsov1 | Кузнецов / Сергей / Сергеевич | m 59 05-05 | +79458100777 | s.s.kuznetsov@pochta.example | bank 1300, bookshop 620, telecom 1700 | shared=phone; address=644999, г. Городок, ул. Кузнечная, д. 4
# the son
kuznetsov2 | Кузнецов / Сергей / Сергеевич | m 27 11-18 | +79458100777 | kuznetsov.jr@pochta.example | bank 700, bookshop 380, telecom 720 | form=informal; shared=phone; address=644999, г. Городок, ул. Кузнечная, д. 4
# married and changed her surname; the mailbox still has the old one
orekhova | Ковалёва / Наталия / Денисовна | f 31 07-07 | +79455554242 | n.orekhova@pochta.example | bookshop 560, bank 800, clinic 400 | short_name=Наташа; former_surname=Орехова
# a patronymic with оглы
aliev | Алиев / Рашид / Гасан оглы | m 50 03-21 | +79457006060 | rashid.aliev@pochta.example | telecom 900, bank 500, kiosk 300
# a hyphenated surname
korsakova | Римская-Корсакова / Ольга / Всеволодовна | f 55 08-30 | +79455558181 | o.rimskaya@pochta.example | bookshop 690, florist 640, hotel 300
# no patronymic, gender cannot be told from the name
liwei | Ли / Вэй | f 28 02-17 | +79455558888 | li.wei@mail.example | bookshop 300, bank 280, telecom 310 | language=en; country=CN
# ё in every name, writes in Telegram
fyoklin | Фёклин / Семён / Артёмович | m 24 09-09 | +79455559977 | fyoklin@pochta.example | bookshop 200, kiosk 350, telecom 400 | form=informal; short_name=Сёма; telegram=770012345
# an hour behind Moscow, orders by post
sidelnikova | Сидельникова / Эмма / Яновна | f 66 04-22 | +79458445566 | e.sidelnikova@pochta.example | bookshop 650, hotel 620 | time_zone=Europe/Kaliningrad
# abroad, a foreign phone
omarov | Омаров / Нурлан / Бекович | m 36 12-16 | +77010000071 | n.omarov@mail.example | bookshop 330, hotel 420 | country=KZ; time_zone=Asia/Almaty
`

const firstOfEachHouse = `
# first class at the bank
vip_bank | Строганов / Николай / Аркадьевич | m 57 10-01 | +79451230001 | n.stroganov@pochta.example | bank 2500
# first class at the hotel
vip_hotel | Оболенская / Ксения / Дмитриевна | f 48 01-08 | +79452200001 | k.obolenskaya@pochta.example | hotel 900
# first class at the kiosk
vip_kiosk | Шишкин / Лев / Захарович | m 74 05-30 | +79453000001 | — | kiosk 725
# first class at the clinic
vip_clinic | Нарышкин / Павел / Евгеньевич | m 53 11-11 | +79454100001 | p.naryshkin@pochta.example | clinic 1000
# first class at the bookshop, consents to e-mail: the demo follows him into the portal
vip_bookshop | Вяземский / Пётр / Андреевич | m 60 07-12 | +79455550001 | p.vyazemsky@pochta.example | bookshop 1800
# first class at the florist’s
vip_florist | Разумовская / Мария / Кирилловна | f 51 02-02 | +79456070001 | m.razumovskaya@pochta.example | florist 1100
# first class at the telephone company
vip_telecom | Демидов / Прокопий / Никитич | m 46 09-27 | +79457000001 | p.demidov@pochta.example | telecom 2200
`

/** The named cast on a day. */
export function cast(c: Calendar): Townsman[] {
  return [scenes, contrasts, firstOfEachHouse].flatMap((table) => read(table, c))
}

/** Who of the cast belongs together, and how; each company learns only of those it knows. */
export const families: readonly (readonly [from: string, to: string, kind: 'household' | 'family' | 'guardian'])[] = [
  ['panov', 'panova', 'household'],
  ['kuznetsov2', 'kuznetsov1', 'family'],
]
