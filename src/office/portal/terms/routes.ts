import { notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { saidInside, termsShown } from '../../terms.ts'
import {
  answerMyQuestion,
  callInferredWrong,
  endMyRule,
  sayMyRule,
  sayMyTerms,
  setMyLanguage,
  setMyTerm,
  setMyTopic,
  stopEverything,
  tryMyTerms,
  undoStop,
} from './contract.ts'

/** Mounts what customers say about being contacted. */
export function termsRoutes({ app, on, door, ids }: House): void {
  mount(app, on, setMyTerm, async ({ caller, body }) => termsShown(ids, await door.ask(caller.as, 'mySay', { term: body })))
  mount(app, on, sayMyRule, async ({ caller, body }) => termsShown(ids, await door.ask(caller.as, 'mySay', body)))
  mount(app, on, sayMyTerms, async ({ caller, body }) => termsShown(ids, await door.ask(caller.as, 'mySay', { said: saidInside(ids, body.said) })))
  mount(app, on, tryMyTerms, ({ caller, body }) => door.ask(caller.as, 'myTrial', { ...body, said: saidInside(ids, body.said) }))
  mount(app, on, endMyRule, async ({ caller, params }) => {
    const unrule = ids.read('rule', params.rule_id)
    if (unrule === undefined) throw notFound()
    return termsShown(ids, await door.ask(caller.as, 'mySay', { unrule }))
  })
  mount(app, on, answerMyQuestion, async ({ caller, params, body }) => {
    const question = ids.read('question', params.question_id)
    if (question === undefined) throw notFound()
    return termsShown(ids, await door.ask(caller.as, 'mySay', { answer: { question, yes: body.yes } }))
  })
  mount(app, on, callInferredWrong, async ({ caller, body }) => termsShown(ids, await door.ask(caller.as, 'mySay', { wrong: body })))
  mount(app, on, setMyTopic, async ({ caller, params, body }) => termsShown(ids, await door.ask(caller.as, 'mySay', { topic: { ...params, ...body } })))
  mount(app, on, stopEverything, async ({ caller }) => termsShown(ids, await door.ask(caller.as, 'mySay', { stop: true })))
  mount(app, on, undoStop, async ({ caller }) => termsShown(ids, await door.ask(caller.as, 'mySay', { stop: false })))
  mount(app, on, setMyLanguage, async ({ caller, body }) => {
    await door.ask(caller.as, 'mySay', { language: body.language })
    return { done: true as const }
  })
}
