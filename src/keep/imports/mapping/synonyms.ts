import type { Preset, Target } from '../shapes.ts'

// What columns are called in the files people have: shops, spreadsheets, 1С, Bitrix24, amoCRM, HubSpot, Pipedrive.
// Names are folded before they are looked up: small letters, no spaces and signs.

type Names = Partial<Record<Target, string>>

const people: Names = {
  customer_number:
    'customerid customer customerno customernumber custid clientid client userid accountid householdid idклиента кодклиента номерклиента клиент покупатель idпокупателя кодпокупателя контрагенткод кодконтрагента лицевойсчет',
  email:
    'email emailaddress mail emails workemail personalemail epost почта эпочта электроннаяпочта адресэлектроннойпочты емейл имейл мейл рабочийemail личныйemail',
  phone:
    'phone phonenumber telephone tel mobile mobilephone cell cellphone workphone homephone contactphone телефон тел мобильный мобильныйтелефон рабочийтелефон домашнийтелефон сотовый номертелефона контактныйтелефон',
  card: 'card cardnumber cardno loyaltycard loyaltycardnumber loyalty карта номеркарты картапокупателя дисконтнаякарта бонуснаякарта картаклиента',
  external: 'externalid crmid contactid recordid id uid guid ид идентификатор внешнийид внешнийкод uuid',
  full_name: 'fullname contactname customername clientname fio name фио клиентфио имяклиента контакт контактноелицо наименованиеклиента',
  country: 'country countrycode countryname billingcountry shippingcountry страна кодстраны',
}

const orders: Names = {
  ...people,
  order_id:
    'invoice invoiceno invoicenumber invoiceid order orderid orderno ordernumber receipt receiptno receiptid basketid transactionid checkno bill billno заказ номерзаказа идзаказа idзаказа чек номерчека накладная номернакладной счет номерсчета документ номердокумента',
  at: 'invoicedate orderdate date datetime timestamp createdat created purchasedate transactiondate transactiontimestamp saledate time дата датазаказа датавремя датапродажи датачека датасоздания датадокумента времязаказа период',
  sku: 'stockcode sku productid productcode itemid itemcode item article articleno upc ean barcode plu артикул код кодтовара idтовара товаркод номенклатуракод штрихкод',
  title:
    'description productname product itemname itemdescription title goods товар наименование названиетовара наименованиетовара номенклатура название описание',
  category: 'category productcategory department group subcategory категория группа группатоваров категориятовара отдел',
  quantity: 'quantity qty units count amountofitems pieces количество колво кол штук шт',
  price: 'price unitprice priceeach itemprice rate цена ценазаединицу ценазашт стоимостьединицы',
  amount: 'amount total linetotal sum sales salesvalue revenue lineamount subtotal сумма стоимость итого суммастроки выручка',
  currency: 'currency currencycode валюта кодвалюты',
  kind: 'type status kind orderstatus ordertype operation тип статус статусзаказа видоперации операция',
  unit: 'store storeid shop branch location outlet магазин торговаяточка филиал точка',
}

const contacts: Names = {
  ...people,
  unit: 'unit unitcode branch подразделение кодподразделения филиал',
  telegram: 'telegram telegramid tg телеграм телеграмм',
  whatsapp: 'whatsapp wa ватсап вотсап',
  viber: 'viber вайбер',
  vk: 'vk vkid vkontakte вк вконтакте',
  max: 'max maxid',
  surname: 'surname lastname familyname secondname фамилия',
  name: 'firstname givenname forename имя',
  patronymic: 'patronymic middlename отчество',
  former_surname: 'maidenname formersurname девичьяфамилия прежняяфамилия',
  short_name: 'shortname nickname краткоеимя',
  address_as: 'salutation addressas greeting обращение какобращаться',
  form: 'form formality вытыобращение вы ты навы',
  gender: 'gender sex title пол',
  birth_date: 'birthdate birthday dateofbirth dob born датарождения деньрождения др',
  org_name:
    'company companyname organisation organization orgname account accountname employer компания организация названиекомпании наименованиеорганизации юрлицо',
  inn: 'inn taxid vat vatnumber tin инн',
  kpp: 'kpp кпп',
  ogrn: 'ogrn registrationnumber огрн огрнип',
  job_title: 'jobtitle position job должность',
  address: 'address streetaddress postaladdress mailingaddress street адрес почтовыйадрес адресдоставки юридическийадрес',
  site: 'website site url web homepage сайт вебсайт',
  about: 'about notes note comment comments description bio комментарий примечание заметки описание',
  language: 'language lang locale preferredlanguage язык',
  time_zone: 'timezone tz часовойпояс',
  kind: 'kind type contacttype customertype тип типклиента типконтрагента',
  role: 'role lifecyclestage relationship роль стадия',
  consent:
    'consent optin marketingconsent marketingoptin newsletter subscribed subscription gdpr acceptsmarketing emailoptin согласие согласиенарассылку рассылка подписка подписан согласиенарекламу маркетинг',
  consent_email: 'emailconsent acceptsemailmarketing emailmarketing согласиеemail рассылкаemail рассылкапопочте',
  consent_sms: 'smsconsent smsoptin acceptssmsmarketing согласиеsms рассылкаsms смсрассылка',
  consent_phone: 'callconsent phoneconsent phoneoptin согласиезвонки звонки',
  since: 'since customersince createdat created datecreated dateadded registered signupdate датасоздания датарегистрации клиентс созданo создан',
}

const suppression: Names = {
  address: 'address contact value identifier recipient unsubscribed suppressed адрес контакт получатель',
  email: people.email ?? '',
  phone: people.phone ?? '',
}

const list: Names = {
  ...people,
  full_name: '',
  address: suppression.address ?? '',
  telegram: contacts.telegram ?? '',
  whatsapp: contacts.whatsapp ?? '',
  viber: contacts.viber ?? '',
  vk: contacts.vk ?? '',
  max: contacts.max ?? '',
}

export const synonyms: Record<Preset, ReadonlyMap<string, Target>> = {
  'order-lines': inverted(orders),
  contacts: inverted(contacts),
  suppression: inverted(suppression),
  list: inverted(list),
}

/** Names further down take nothing from those above. */
function inverted(names: Names): ReadonlyMap<string, Target> {
  const out = new Map<string, Target>()
  for (const target in names)
    if (isTarget(names, target)) for (const name of (names[target] ?? '').split(' ')) if (name && !out.has(name)) out.set(name, target)
  return out
}

function isTarget(names: Names, name: string): name is keyof Names {
  return name in names
}

/** "E-mail адрес (2)" → "emailадрес". */
export function foldHeader(header: string): string {
  return header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\(\d+\)$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/\d+$/, '')
}
