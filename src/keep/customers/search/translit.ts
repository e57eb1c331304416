// A name in the other alphabet. There is no one standard (Shchukin, Schukin, Ščukin are all Щукин), so every usual
// spelling is tried, and those that begin no word of the index are dropped letter by letter.

const TO_CYRILLIC = table(`
  a:а b:б c:к,ц,с ch:ч ck:к d:д e:е,э,ье f:ф g:г,х,дж h:х,г i:и,ы,й,ь ia:ия,ья,я ya:я,ья,ия ja:я,ья iu:ию,ью,ю yu:ю,ью,ию ju:ю,дж
  ii:ий ij:ий iy:ий,ый yy:ый j:й,ж,дж k:к kh:х l:л,ль m:м,мь n:н,нь o:о oo:у ou:у p:п,пь ph:ф q:к qu:кв r:р,рь s:с,сь,з sh:ш
  shch:щ sch:щ,ш shh:щ t:т,ть tch:ч th:т ts:ц tz:ц u:у,ю v:в,вь w:в,у x:кс,х y:ы,и,й,ий,ый,ь ye:е,ье yo:е,ье io:е,ье jo:е,ье
  ie:ие,ье,е je:е,ье z:з,зь,ц zh:ж d:д,дь`)
const TO_LATIN = table(`
  а:a б:b в:v,w,ff г:g,h д:d дж:j,g е:e,ye,je,yo,io,jo,ie ж:zh,j,g з:z,s и:i,y,e,ee ий:y,i,ii,iy,ij й:y,i,j к:k,c,ck,q кс:x,ks л:l,ll м:m,mm
  н:n,nn о:o,oh,aw п:p,pp р:r,rr с:s,c,ss т:t,th,tt у:u,ou,oo,w ф:f,ph х:kh,h,x,ch ц:ts,c,tz,z ч:ch,tch ш:sh,sch щ:shch,sch,shh
  ъ: ы:y,i ый:y,yy,iy ь:,i э:e,a ю:yu,iu,ju,u я:ya,ia,ja,a ье:ie,ye,e,yo ья:ya,ia,ja`)

const LONGEST_PIECE = 4
/** Spellings kept at each letter: more than any real name needs, and a bound on what nonsense can cost. */
const WIDEST = 48

/** Every usual spelling of a folded word in the other alphabet for which `alive` (does any word begin so?) still says yes. */
export function spellings(word: string, alive: (beginning: string) => boolean): string[] {
  const pieces = /^[a-z]+$/.test(word) ? TO_CYRILLIC : /^[а-я]+$/.test(word) ? TO_LATIN : undefined
  if (pieces === undefined) return []
  const reached: Set<string>[] = Array.from({ length: word.length + 1 }, () => new Set())
  reached[0]?.add('')
  for (let i = 0; i < word.length; i++) {
    for (const begun of reached[i] ?? []) {
      for (let size = 1; size <= LONGEST_PIECE && i + size <= word.length; size++) {
        extend(begun, pieces.whole.get(word.slice(i, i + size)), reached[i + size], alive)
      }
      extend(begun, pieces.begun.get(word.slice(i)), reached[word.length], alive)
    }
  }
  return [...(reached[word.length] ?? [])].filter((spelling) => spelling !== '')
}

/** The one most usual spelling, for looking further from it; undefined for a word that is in neither alphabet. */
export function usualSpelling(word: string): string | undefined {
  const pieces = /^[a-z]+$/.test(word) ? TO_CYRILLIC : /^[а-я]+$/.test(word) ? TO_LATIN : undefined
  if (pieces === undefined) return undefined
  let spelt = ''
  for (let i = 0; i < word.length; ) {
    let size = Math.min(LONGEST_PIECE, word.length - i)
    while (size > 1 && !pieces.whole.has(word.slice(i, i + size))) size--
    spelt += pieces.whole.get(word.slice(i, i + size))?.[0] ?? ''
    i += size
  }
  return spelt
}

function extend(begun: string, options: readonly string[] | undefined, into: Set<string> | undefined, alive: (beginning: string) => boolean): void {
  if (options === undefined || into === undefined) return
  for (const option of options) {
    const longer = begun + option
    if (into.size < WIDEST && !into.has(longer) && (option === '' || alive(longer))) into.add(longer)
  }
}

type Pieces = {
  whole: ReadonlyMap<string, readonly string[]>
  /** What a word may go on to when it was cut inside a piece: "s" may become ш or щ. */
  begun: ReadonlyMap<string, readonly string[]>
}

function table(text: string): Pieces {
  const whole = new Map<string, string[]>()
  const begun = new Map<string, string[]>()
  for (const entry of text.trim().split(/\s+/)) {
    const [piece = '', options = ''] = entry.split(':')
    whole.set(piece, [...(whole.get(piece) ?? []), ...options.split(',')])
    for (let size = 1; size < piece.length; size++) {
      const beginning = piece.slice(0, size)
      begun.set(beginning, [...(begun.get(beginning) ?? []), ...options.split(',')])
    }
  }
  return { whole, begun }
}
