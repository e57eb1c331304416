import './quiet.ts'
import { type Given, type Report, verifyAnything } from '../../src/keep/receipts/verify/anything.ts'
import { drawReport } from './draw.ts'
import { type Language, languages, preferred, type Say, sayIn } from './say.ts'

// The page that checks what somebody was given, by itself: one file, no network. It is built into web/dist/rapport-verify.html (build.ts).

const state: { language: Language; given: Given[]; report: Report | undefined; asked: number } = {
  language: preferred(),
  given: [],
  report: undefined,
  asked: 0,
}

const place = element('place', HTMLElement)
const key = element('key', HTMLInputElement)
const result = element('result', HTMLElement)

for (const kind of ['file', 'folder']) {
  const input = element(kind, HTMLInputElement)
  element(`choose-${kind}`, HTMLButtonElement).addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    take([...(input.files ?? [])])
    input.value = ''
  })
}
place.addEventListener('dragover', (event) => {
  event.preventDefault()
  place.dataset['over'] = ''
})
place.addEventListener('dragleave', () => delete place.dataset['over'])
place.addEventListener('drop', (event) => {
  event.preventDefault()
  delete place.dataset['over']
  take([...(event.dataTransfer?.files ?? [])])
})
key.addEventListener('change', () => void check())
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]'))
  button.addEventListener('click', () => speak(languages.find((language) => language === button.dataset['language']) ?? 'en'))
speak(state.language)

function take(files: File[]): void {
  if (files.length === 0) return
  state.given = files.map((file) => ({
    name: file.webkitRelativePath || file.name,
    size: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }))
  void check()
}

async function check(): Promise<void> {
  if (state.given.length === 0) return
  const asked = ++state.asked
  result.replaceChildren(document.createTextNode(sayIn(state.language)('checking')))
  await new Promise((drawn) => setTimeout(drawn)) // the browser shows that something happens before it is busy
  const report = await verifyAnything(state.given, key.value.trim() || undefined)
  if (asked !== state.asked) return // another file or key was given meanwhile
  state.report = report
  draw(sayIn(state.language))
}

function speak(language: Language): void {
  state.language = language
  const say = sayIn(language)
  document.documentElement.lang = language
  document.title = `Rapport: ${say('title')}`
  for (const each of document.querySelectorAll<HTMLElement>('[data-say]')) each.textContent = say(each.dataset['say'] ?? '')
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) button.ariaPressed = String(button.dataset['language'] === language)
  draw(say)
}

function draw(say: Say): void {
  if (state.report) result.replaceChildren(...drawReport(state.report, { say, language: state.language }))
}

function element<E extends HTMLElement>(id: string, kind: { new (): E }): E {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}
