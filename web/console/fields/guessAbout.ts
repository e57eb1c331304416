import type { DataKind } from '../../../src/keep/customers/shapes.ts'

// What a field is likely to tell, by words in its title, in either language. The delicate ones first: a guess that is too careful costs a click.

const signs: readonly (readonly [DataKind, RegExp])[] = [
  ['health', /allerg|diagnos|illness|disease|disab|health|medic|pregnan|blood|diet|аллерг|диагноз|болезн|инвалид|здоров|лекарств|беремен|групп[аы] крови|диет/],
  ['belief', /relig|belief|faith|church|halal|kosher|вероисповед|религи|халяль|кошер|(?<!\p{L})храм|(?<!\p{L})пост(?:ы|ится)?(?!\p{L})/u],
  ['politics', /politic|\bparty\b|trade union|полити|парти[яи]|профсоюз/],
  ['origin', /ethnic|\brace\b|nationality|национальн|этнич/],
  ['intimate', /sexual|orientation|ориентаци/],
  ['offence', /convict|criminal|offence|offense|\bfines?\b|судимост|правонаруш|штраф/],
  ['money', /income|salary|credit|debt|loan|budget|доход|зарплат|кредит|долг|бюджет|лимит/],
  [
    'family',
    /child|kids?\b|family|spouse|husband|wife|married|\bpets?\b|\bdog\b|\bcat\b|household|дет(?:и|ей)|ребён|ребен|семь|супруг|(?<!\p{L})муж(?!\p{L})|(?<!\p{L})жена(?!\p{L})|питом|собак|кошк/u,
  ],
  ['identity', /passport|snils|\bid number|signature|паспорт|снилс|подпись|удостоверен/],
  ['contact', /phone|address|door code|contact|telegram|e-?mail|телефон|адрес|домофон|контакт|почт/],
  ['work', /profession|job|employer|degree|educat|position|професси|работ|должност|образован/],
  ['habit', /often|frequen|habit|usual|visits?|часто|привычк|обычно|посещ/],
  ['preference', /favou?rite|prefer|size|taste|genre|colou?r|like|любим|предпоч|размер|вкус|жанр|цвет|пожелан/],
  ['mark', /tier|level|loyal|points?|segment|source|contract|status|member|wholesale|уровен|лояльн|балл|сегмент|источник|договор|статус|участник|оптов/],
]

export function guessAbout(...titles: readonly string[]): DataKind | undefined {
  const said = titles.join(' ').toLowerCase()
  return signs.find(([, sign]) => sign.test(said))?.[0]
}
