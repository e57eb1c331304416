import type { CaseKind, Law } from '../../../src/keep/rights/cases/shapes.ts'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { guessWords } from '../../ui/guess.words.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { CaseLine } from './queries.ts'
import { rightsWords } from './rights.words.ts'

// How a request is called and how its clock stands.

/** What it is about, as people call it; nothing where the right is about everything. */
export function useAbout(): (one: Pick<CaseLine, 'about' | 'title'>) => string {
  const say = useWords(rightsWords)
  const field = useCodeWords(fieldWords)
  const guess = useCodeWords(guessWords)
  const address = useCodeWords(identifierWords)
  const language = useLanguage()
  return ({ about, title }) => {
    if (title) return pick(title, language) ?? ''
    if (about === null) return ''
    if (about.kind === 'field') return field(about.name)
    if (about.kind === 'identifier') return address(about.name)
    if (about.kind === 'decision') return say('about_decision')
    return about.kind === 'guess' ? guess(about.name.replace(/^trait:/, '')) : say('about_interaction')
  }
}

/** Articles that give a right; 152-FZ knows no portability. */
const articles: { readonly [L in Law]: { readonly [R in CaseKind]: string | null } } = {
  '152fz': {
    access: '14',
    rectify: '14, 21',
    erase: '14, 21',
    restrict: '14, 21',
    object: '9, 15',
    portability: null,
    review: '16',
    complaint: '17',
    lifting: '14, 21',
    moving: null,
  },
  gdpr: {
    access: '15',
    rectify: '16',
    erase: '17',
    restrict: '18',
    object: '21',
    portability: '20',
    review: '22',
    complaint: '12',
    lifting: '18',
    moving: '20',
  },
}

export function useArticle(): (one: Pick<CaseLine, 'law' | 'right'>) => string {
  const say = useWords(rightsWords)
  return ({ law, right }) => {
    const article = articles[law][right]
    return article === null ? say('article_none') : say(`article_${law}`, { article })
  }
}

const dayMs = 86_400_000
/** So many days before its end a term is nearly over. */
const soonDays = 3

type Standing = { tone: 'plain' | 'good' | 'wait' | 'bad'; words: string; passed: number }

/** How a request stands: how much time is left, or how it ended. `passed`: the share of its time. */
export function useStanding(): (one: Pick<CaseLine, 'state' | 'outcome' | 'asked_at' | 'due_at'>) => Standing {
  const say = useWords(rightsWords)
  const now = useNow()
  return ({ state, outcome, asked_at, due_at }) => {
    const [asked, due] = [new Date(asked_at).getTime(), new Date(due_at).getTime()]
    const passed = Math.min(1, Math.max(0, (now.getTime() - asked) / (due - asked)))
    if (state === 'taken_back') return { tone: 'plain', words: say('taken_back'), passed }
    if (state === 'answered') return { tone: outcome === 'granted' ? 'good' : 'plain', words: say(outcome === 'granted' ? 'granted' : 'refused'), passed }
    const left = due - now.getTime()
    if (left < 0) return { tone: 'bad', words: say('late', { count: Math.max(1, Math.ceil(-left / dayMs)) }), passed: 1 }
    const days = Math.floor(left / dayMs)
    return { tone: days < soonDays ? 'wait' : 'plain', words: days === 0 ? say('today') : say('left', { count: days }), passed }
  }
}
