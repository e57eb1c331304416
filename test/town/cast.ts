import type { Calendar } from './calendar.ts';
import type { Company, Identifier } from './shapes.ts';

// Everyone in the town who has a name in a test, a scene or the demo. The crowd around them is in crowd.ts.

/** A person of the town, before any company has numbered them. `in` says where they are a customer, and for how many days. */
export type Townsman = {
  key: string;
  name: readonly [surname: string, name: string, patronymic?: string];
  gender: 'f' | 'm';
  born: string;
  phone?: string;
  email?: string;
  more?: readonly Identifier[];
  shared?: readonly ('email' | 'phone')[];
  language?: 'ru' | 'en';
  time_zone?: string;
  country?: string;
  form?: 'formal' | 'informal';
  short_name?: string;
  former_surname?: string;
  address?: string;
  in: Partial<Record<Company, number>>;
  /** Why they are in the town. */
  why: string;
};

/** The named cast on a day. The numbers behind the companies are how many days ago they became customers there. */
export function cast(c: Calendar): Townsman[] {
  const tenYears = c.back(10, 0, 12);
  return [
    // ---- the scenes
    { key: 'belova', name: ['Белова', 'Анна', 'Сергеевна'], gender: 'f', born: c.born(52, '05-17'), phone: '+79451234567', email: 'a.belova@pochta.example', in: { bank: c.back(6, 3, 7), florist: 900 }, why: 'scene 1, the clerk: “бело 4567”' },
    { key: 'voronov', name: ['Воронов', 'Илья', 'Петрович'], gender: 'm', born: c.born(61, '09-03'), phone: '+79452203118', email: 'i.voronov@pochta.example', time_zone: 'Asia/Yekaterinburg', address: '620999, г. Екатеринбург, ул. Уральская, д. 7, кв. 15', in: { hotel: 690 }, why: 'scene 2, the hotel: arrives tomorrow for the fifth time' },
    { key: 'zaitsev', name: ['Зайцев', 'Пётр', 'Ильич'], gender: 'm', born: c.born(67, '02-11'), phone: '+79453001122', in: { kiosk: 720, telecom: 1400 }, why: 'scene 3, the kiosk: two papers every morning' },
    { key: 'kruglov', name: ['Круглов', 'Антон', 'Игоревич'], gender: 'm', born: c.born(34, '10-29'), phone: '+79453004455', in: { kiosk: 400 }, why: 'scene 3: refused two suggestions, to be left in peace for 60 days' },
    { key: 'sokolova', name: ['Соколова', 'Вера', 'Павловна'], gender: 'f', born: c.born(58, '03-14'), phone: '+79454107755', email: 'vera.sokolova@pochta.example', in: { clinic: 712, bookshop: 500, telecom: 2100 }, why: 'scene 4, the doctor' },
    { key: 'gromova', name: ['Громова', 'Татьяна', 'Львовна'], gender: 'f', born: c.born(45, '11-02'), phone: '+79455550142', email: 't.gromova@pochta.example', in: { bookshop: 640 }, why: 'scenes 5 and 9: bought three books on ancient Chinese art; takes over her relationship' },
    { key: 'melnikov', name: ['Мельников', 'Олег', 'Андреевич'], gender: 'm', born: c.born(49, '07-21'), phone: '+79456071213', email: 'oleg.melnikov@pochta.example', in: { florist: 520, bank: 1900 }, why: 'scene 6, the florist: a birthday on the 12th of December' },
    { key: 'visokosnyi', name: ['Касаткин', 'Борис', 'Львович'], gender: 'm', born: c.born(56, '01-30'), phone: '+79456072929', email: 'b.kasatkin@pochta.example', in: { florist: 700 }, why: 'scene 6: gives flowers for the 29th of February and for two more days' },
    { key: 'akhmetova', name: ['Ахметова', 'Гульнара', 'Сериковна'], gender: 'f', born: c.born(39, '04-09'), phone: '+79457004120', email: 'gulnara.akhmetova@pochta.example', in: { telecom: 730 }, why: 'scene 7, the telephone company: 412 minutes to Kazakhstan' },
    { key: 'lebedev', name: ['Лебедев', 'Константин', 'Аркадьевич'], gender: 'm', born: c.born(63, '12-05'), phone: '+79455557788', email: 'k.lebedev@pochta.example', in: { bookshop: 1600, bank: 1200 }, why: 'scene 8: in the first class, with a complaint nine days old' },
    { key: 'fomin', name: ['Фомин', 'Игорь', 'Борисович'], gender: 'm', born: c.born(42, '06-25'), phone: '+79451239090', email: 'i.fomin@pochta.example', in: { bank: 1100, telecom: 800 }, why: 'scene 10: every channel, complaint 41, a contradiction on the 22nd' },
    // ---- contrasts of terms and contact data
    { key: 'ben', name: ['Carter', 'Ben'], gender: 'm', born: c.born(37, '08-08'), phone: '+12025550143', email: 'ben.carter@mail.example', language: 'en', country: 'US', form: 'informal', in: { bookshop: 610, hotel: 500, bank: 450 }, why: 'Ben, who withdrew his consent to e-mail in March' },
    { key: 'zhukova', name: ['Жукова', 'Лидия', 'Карловна'], gender: 'f', born: c.born(71, '01-19'), phone: '+79455551010', email: 'l.zhukova@pochta.example', in: { bookshop: 700, clinic: 600 }, why: 'never consented to anything, and buys much' },
    { key: 'pakhomova', name: ['Пахомова', 'Зинаида', 'Егоровна'], gender: 'f', born: c.born(84, '10-10'), in: { bookshop: 560, kiosk: 600, clinic: 710, florist: 300 }, why: 'has no phone and no mailbox, only a loyalty card' },
    { key: 'titov', name: ['Титов', 'Роман', 'Вадимович'], gender: 'm', born: c.born(29, '03-03'), phone: '+79455553131', email: 'r.titov@pochta.example', in: { bookshop: 400, telecom: 650 }, why: 'wrote that everything about him be erased' },
    { key: 'rybakov', name: ['Рыбаков', 'Фёдор', 'Матвеевич'], gender: 'm', born: c.born(77, '06-06'), phone: '+79451230010', email: 'f.rybakov@pochta.example', in: { bank: tenYears, bookshop: tenYears, telecom: tenYears }, why: 'ten years of history' },
    { key: 'panov', name: ['Панов', 'Андрей', 'Юрьевич'], gender: 'm', born: c.born(44, '02-27'), phone: '+79455556001', email: 'panovy@pochta.example', shared: ['email'], in: { bookshop: 480, florist: 480, bank: 900 }, why: 'shares a mailbox with his wife' },
    { key: 'panova', name: ['Панова', 'Юлия', 'Игоревна'], gender: 'f', born: c.born(41, '09-15'), phone: '+79455556002', email: 'panovy@pochta.example', shared: ['email'], in: { bookshop: 450, florist: 470, clinic: 500 }, why: 'shares a mailbox with her husband' },
    { key: 'ivanova1', name: ['Иванова', 'Мария', 'Ивановна'], gender: 'f', born: c.born(33, '04-04'), phone: '+79455552101', email: 'maria.ivanova@pochta.example', in: { bookshop: 530, bank: 600, clinic: 640 }, why: 'one of two people with the same name' },
    { key: 'ivanova2', name: ['Иванова', 'Мария', 'Ивановна'], gender: 'f', born: c.born(68, '12-30'), phone: '+79455552102', email: 'm.ivanova.58@pochta.example', in: { bookshop: 590, bank: 1500, clinic: 700 }, why: 'the other one' },
    { key: 'kuznetsov1', name: ['Кузнецов', 'Сергей', 'Сергеевич'], gender: 'm', born: c.born(59, '05-05'), phone: '+79458100777', shared: ['phone'], email: 's.s.kuznetsov@pochta.example', address: '644999, г. Городок, ул. Кузнечная, д. 4', in: { bank: 1300, bookshop: 620, telecom: 1700 }, why: 'the father: same name, same address, same home telephone' },
    { key: 'kuznetsov2', name: ['Кузнецов', 'Сергей', 'Сергеевич'], gender: 'm', born: c.born(27, '11-18'), phone: '+79458100777', shared: ['phone'], email: 'kuznetsov.jr@pochta.example', form: 'informal', address: '644999, г. Городок, ул. Кузнечная, д. 4', in: { bank: 700, bookshop: 380, telecom: 720 }, why: 'the son' },
    { key: 'orekhova', name: ['Ковалёва', 'Наталия', 'Денисовна'], former_surname: 'Орехова', short_name: 'Наташа', gender: 'f', born: c.born(31, '07-07'), phone: '+79455554242', email: 'n.orekhova@pochta.example', in: { bookshop: 560, bank: 800, clinic: 400 }, why: 'married and changed her surname; the mailbox still has the old one' },
    { key: 'aliev', name: ['Алиев', 'Рашид', 'Гасан оглы'], gender: 'm', born: c.born(50, '03-21'), phone: '+79457006060', email: 'rashid.aliev@pochta.example', in: { telecom: 900, bank: 500, kiosk: 300 }, why: 'a patronymic with оглы' },
    { key: 'korsakova', name: ['Римская-Корсакова', 'Ольга', 'Всеволодовна'], gender: 'f', born: c.born(55, '08-30'), phone: '+79455558181', email: 'o.rimskaya@pochta.example', in: { bookshop: 690, florist: 640, hotel: 300 }, why: 'a hyphenated surname' },
    { key: 'liwei', name: ['Ли', 'Вэй'], gender: 'f', born: c.born(28, '02-17'), phone: '+79455558888', email: 'li.wei@mail.example', language: 'en', country: 'CN', in: { bookshop: 300, bank: 280, telecom: 310 }, why: 'no patronymic, gender cannot be told from the name' },
    { key: 'fyoklin', name: ['Фёклин', 'Семён', 'Артёмович'], short_name: 'Сёма', gender: 'm', born: c.born(24, '09-09'), phone: '+79455559977', email: 'fyoklin@pochta.example', form: 'informal', more: [{ kind: 'telegram', value: '770012345' }], in: { bookshop: 200, kiosk: 350, telecom: 400 }, why: 'ё in every name, writes in Telegram' },
    { key: 'sidelnikova', name: ['Сидельникова', 'Эмма', 'Яновна'], gender: 'f', born: c.born(66, '04-22'), phone: '+79458445566', email: 'e.sidelnikova@pochta.example', time_zone: 'Europe/Kaliningrad', in: { bookshop: 650, hotel: 620 }, why: 'an hour behind Moscow, orders by post' },
    { key: 'omarov', name: ['Омаров', 'Нурлан', 'Бекович'], gender: 'm', born: c.born(36, '12-16'), phone: '+77010000071', email: 'n.omarov@mail.example', time_zone: 'Asia/Almaty', country: 'KZ', in: { bookshop: 330, hotel: 420 }, why: 'abroad, a foreign phone' },
    // ---- the first of each house
    { key: 'vip_bank', name: ['Строганов', 'Николай', 'Аркадьевич'], gender: 'm', born: c.born(57, '10-01'), phone: '+79451230001', email: 'n.stroganov@pochta.example', in: { bank: 2500 }, why: 'first class at the bank' },
    { key: 'vip_hotel', name: ['Оболенская', 'Ксения', 'Дмитриевна'], gender: 'f', born: c.born(48, '01-08'), phone: '+79452200001', email: 'k.obolenskaya@pochta.example', in: { hotel: 900 }, why: 'first class at the hotel' },
    { key: 'vip_kiosk', name: ['Шишкин', 'Лев', 'Захарович'], gender: 'm', born: c.born(74, '05-30'), phone: '+79453000001', in: { kiosk: 725 }, why: 'first class at the kiosk' },
    { key: 'vip_clinic', name: ['Нарышкин', 'Павел', 'Евгеньевич'], gender: 'm', born: c.born(53, '11-11'), phone: '+79454100001', email: 'p.naryshkin@pochta.example', in: { clinic: 1000 }, why: 'first class at the clinic' },
    { key: 'vip_bookshop', name: ['Вяземский', 'Пётр', 'Андреевич'], gender: 'm', born: c.born(60, '07-12'), phone: '+79455550001', email: 'p.vyazemsky@pochta.example', in: { bookshop: 1800 }, why: 'first class at the bookshop, consents to e-mail: the demo follows him into the portal' },
    { key: 'vip_florist', name: ['Разумовская', 'Мария', 'Кирилловна'], gender: 'f', born: c.born(51, '02-02'), phone: '+79456070001', email: 'm.razumovskaya@pochta.example', in: { florist: 1100 }, why: 'first class at the florist’s' },
    { key: 'vip_telecom', name: ['Демидов', 'Прокопий', 'Никитич'], gender: 'm', born: c.born(46, '09-27'), phone: '+79457000001', email: 'p.demidov@pochta.example', in: { telecom: 2200 }, why: 'first class at the telephone company' },
  ];
}

/** Who of the cast belongs together, and how; each company learns only of those it knows. */
export const families: readonly (readonly [from: string, to: string, kind: 'household' | 'family' | 'guardian'])[] = [
  ['panov', 'panova', 'household'],
  ['kuznetsov2', 'kuznetsov1', 'family'],
];
