// Who is called how: full names and their variants, then the short forms people use and write. A group is one person's
// possible names; a short form may stand in several groups (Саша is Александр and Александра, Женя Евгений and Евгения).

const GROUPS = `
авдотья евдокия: дуня дуся дуняша
агата агафья: агаша
аглая: глаша
адам: адамчик
аксинья ксения оксана: ксюша ксения ксюха аксюша ксеня оксанка
александр олександр: саша саня шура сашка санька санёк шурик алекс сашенька
александра: саша саня шура сашка сашенька шурочка
алексей алексий олексий: лёша лёха алёша лёшка алёшка
алина: аля алинка
алиса: аля алиска
алла: аллочка алка
альберт: алик
альбина: аля бина
анастасия настасья: настя ася стася настенька настюша
анатолий: толя толик толян
ангелина: геля лина ангел
андрей андрий: андрюша дюша андрюха
анжела анжелика: лика анжелка
анна: аня анюта нюра анька нюша анечка аннушка ася
антон: антоша тоша антоха
антонина: тоня тося тонечка
аркадий: аркаша
арсений арсентий: сеня арсюша арся
артём артемий: тёма артёмка тёмка
артур: артурчик
афанасий: афоня
богдан: бодя богдаша
борис: боря борька борюсик
вадим: вадик дима вадя
валентин: валя валик валёк
валентина: валя валюша валечка
валерий: валера лера валерка
валерия: лера валера лерочка
варвара: варя варенька варюша
василий: вася васёк васька васюта
василиса: вася васька васюша
вера: верочка верка веруня
вероника: ника вера вероничка
виктор: витя витёк витька
виктория: вика тори викуся викуля
виталий: виталик виталя таля
владимир володимир: вова володя вовка вован вовчик
владислав: влад владик слава
владислава: влада слава
всеволод: сева севка
вячеслав: слава славик славка
галина: галя галка галочка галюня
геннадий: гена генка геша
георгий егор: гоша жора гога егорка гера егорушка
герман: гера
глеб: глебушка
григорий: гриша гришка гришаня
гульнара: гуля гульназ
давид давыд: дава додик
дарья: даша дашка дашуля дашенька
даниил данил данила: даня данька данилка
денис: дениска дэн деня
диана: ди дианка
дмитрий димитрий дмитро: дима митя димон димка митька
ева: евочка
евгений: женя женька жека евген
евгения: женя женька евгеша
екатерина катерина: катя катюша катька катенька катерина
елена алёна: лена леночка ленка алёнка лёля елена
елизавета: лиза лизонька лизка вета
ефим: фима
жанна: жанночка
захар: захарка
зинаида: зина зинуля
зоя: зоенька
иван: ваня ванька ванюша ванечка
игнат игнатий: игнаша
игорь: игорёк гарик гоша
илья: илюша илюха
инна: инночка инка
иннокентий: кеша
иосиф осип: ося йося
ираида: ира рая
ирина арина: ира иришка ируся ирочка ариша иринка
камила камилла: мила
карина: кара каринка
кирилл кирил: кирюша киря кирюха
клавдия: клава
клара: клара
константин: костя костик костян
кристина: кристи тина крис
лариса: лара лариска лорик
лев: лёва лёвушка
леонид: лёня лёнька лёнчик
лидия: лида лидочка лидуся
лилия: лиля лилечка
любовь: люба любаша любочка
людмила: люда мила люся людочка милочка
майя мая: маечка
макар: макарушка
максим: макс максимка
маргарита: рита марго ритуля
марина: мара маришка марина
мария марья: маша маня маруся машенька муся машка
марк: маркуша
марта марфа: марфуша
матвей: мотя матюша
михаил михайло: миша мишка мишаня мишутка
надежда: надя надюша наденька надька
наталья наталия: наташа ната натуля наталка наташка таша
нелли неля: неля
никита: ник никитка
николай: коля николаша колян колька
нина: ниночка нинуля
олег: олежка олежек
ольга: оля олечка олька лёля ольгуша
павел: паша павлик пашка павлуша
пётр: петя петька петруха петруша
полина: поля полинка
потап: потапка
прасковья: паша параша
прохор: проша
раиса: рая раечка
регина: рина
ренат ринат: реня
родион: родя родька
роман: рома ромка ромчик
ростислав: ростик слава
руслан: русик рус
рустам: рус рустик
савелий: сава савва
светлана: света лана светик светуля
святослав: слава свят
семён: сёма сёмка сеня
серафим: сима
серафима: сима фима
сергей сергий сергій: серёжа серёга серый серж серёженька
снежана: снежа
софья софия: соня софа сонечка софочка
станислав: стас стасик слава
степан стефан: стёпа стёпка
таисия таисья: тая тася тайя
тамара: тома тамарочка
татьяна татиана: таня танюша танька танечка тата
тимофей: тима тимоша тимоха
тимур: тима тимурчик
тихон: тиша
ульяна юлиана: уля ульянка ульяша
фаина: фая
фёдор федор теодор: федя федька
феликс: филя
филипп филип: филя филиппок
эдуард: эдик эд
эльвира: эля эльвирка
эмма: эммочка
юлия иулия: юля юленька юлька юляша
юрий: юра юрик юрка юрочка
яков: яша яшка
яна: яночка янка
ян: яник
ярослав: ярик слава ярик
ярослава: яся слава
alexander alexandr aleksandr: alex sasha sandy xander alec
alexandra aleksandra: alex sasha sandra sandy lexi
andrew: andy drew
anne anna ann: annie nancy anya
anthony antony: tony
barbara: barb babs
benjamin: ben benny benji
catherine katherine kathryn katharine: kate katie cathy kathy kat kitty
charles: charlie chuck chas
christina christine kristina: chris tina christy
christopher: chris kit topher
daniel: dan danny
david: dave davy
deborah: deb debbie
dorothy: dot dolly dottie
edward: ed eddie ted teddy ned
eleanor: ellie nell nora
elizabeth elisabeth: liz beth lizzie betty eliza bess betsy libby
emily: em emmy
frances: fran fanny
francis: frank
frederick: fred freddie
gabriel: gabe
geoffrey jeffrey: jeff geoff
george: georgie
gregory: greg
harold: harry hal
helen: nell nellie
henry: harry hank hal
isabella isabel: bella izzy
jacob: jake
james: jim jimmy jamie
jennifer: jen jenny
jessica: jess jessie
john: jack johnny jon
jonathan: jon jonny
joseph: joe joey
joshua: josh
judith: judy
kenneth: ken kenny
lawrence laurence: larry laurie
leonard: leo len lenny
louis lewis: lou louie
margaret: maggie peggy meg marge madge greta
martin: marty
mary maria: molly polly mae
matthew: matt
michael: mike mick mickey mikey
natalie nataly natalia: nat nata
nathaniel nathan: nat nate
nicholas nicolas: nick nicky
olivia: liv livvy
pamela: pam
patricia: pat patty trish tricia
patrick: pat paddy
peter: pete
philip phillip: phil pip
rebecca: becky becca
richard: rick dick rich ricky
robert: bob rob bobby robbie bert
ronald: ron ronnie
samantha: sam
samuel: sam sammy
sarah sara: sally sadie
stephen steven: steve stevie
susan suzanne susannah: sue susie suzy
theodore: ted theo teddy
theresa teresa: terry tess tessa
thomas: tom tommy
timothy: tim timmy
victoria: vicky tori vic
vincent: vince vinny
virginia: ginny
walter: walt wally
william: bill will billy willy liam
`

/** Shortest beginning of a short name that already stands for the full ones: «саш» for Александр. */
const LEAST_BEGINNING = 3

const namesakes = new Map<string, ReadonlySet<string>>()
const fullNames = new Map<string, ReadonlySet<string>>()

for (const group of GROUPS.trim().replaceAll('ё', 'е').split('\n')) {
  const [full = [], short = []] = group.split(':').map((names) => names.trim().split(' '))
  for (const name of [...full, ...short]) namesakes.set(name, new Set([...(namesakes.get(name) ?? []), ...full, ...short]))
  for (const name of short) fullNames.set(name, new Set([...(fullNames.get(name) ?? []), ...full]))
}

/** The other names, folded, of whoever is called by this folded word; those of its longer short forms when it only begins one. */
export function otherNames(word: string): string[] {
  const names = new Set(namesakes.get(word))
  if (names.size === 0 && word.length >= LEAST_BEGINNING) {
    for (const [short, full] of fullNames) if (short.startsWith(word)) for (const name of full) names.add(name)
  }
  names.delete(word)
  return [...names]
}
