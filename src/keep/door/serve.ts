import { z } from 'zod'
import { AppError, badInput } from '../../platform/errors.ts'
import { checked, childsOwn } from '../../platform/http/index.ts'
import type { RpcHandler } from '../../platform/rpc/index.ts'
import { aside, trashed } from './aside.ts'
import { bulkBatch, bulkBegin, bulkPreview, bulkUndo } from './bulk.ts'
import { card } from './cards.ts'
import { careChanges, setOwnerOf, setUnitsOf, unitsKnown } from './care.ts'
import { touch } from './changing.ts'
import { consentProof, consents, myConsents } from './consents.ts'
import { type Checked, type Credential, credential, inputs, nothingIsChanged, type Outputs, type Verb } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { dismiss, duplicates } from './duplicates.ts'
import { sayFor, terms } from './entered.ts'
import { create } from './entry.ts'
import { exportBegin, exportFeed, exportPreview, exportsDue } from './exporting.ts'
import { find, list } from './finds.ts'
import { health } from './health.ts'
import { addIdentifierOf, identifierHistory, markIdentifierOf, removeIdentifierOf } from './identifiers.ts'
import { journal } from './journal.ts'
import { myMessage, myMessages, myReceipts } from './mail.ts'
import { compare, joined, merge, unmerge } from './merges.ts'
import { ownId } from './my/asker.ts'
import { myBeginCopy, mySignCopy } from './my/copy.ts'
import { myEarlierValues, myIdentifierHistory, myTexts } from './my/history.ts'
import { myChangeNeed, myCloseNeed, myDecide, myNeeds, mySayNeed } from './my/needs.ts'
import { myself } from './my/page.ts'
import { myProof } from './my/proof.ts'
import { myRelationChanges, myRelations } from './my/relations.ts'
import { mySay, shownTo, termsFor } from './my/terms.ts'
import { myTrial } from './my/trial.ts'
import { myWards, sayForWard } from './my/wards.ts'
import { answerNeed, keepReadyAnswer, needs, readyAnswers, retireReadyAnswer, takeBackAnswer, takeNeed } from './needs.ts'
import { noted } from './noted.ts'
import { rewriteNote } from './notes.ts'
import { dropPersonal, myPersonal, notePersonal, personal } from './personal.ts'
import { personOf } from './persons.ts'
import { preview } from './previews.ts'
import { gatherQuality } from './quality.ts'
import { changeRelationOf, dropRelationOf, relateCustomers, relationChanges } from './relations.ts'
import { describe } from './roles.ts'
import { decide, send, withdraw } from './sends.ts'
import { tellStaff } from './tellStaff.ts'
import { texts } from './texts.ts'
import { atTill } from './till.ts'
import { unseen } from './unseen.ts'
import { webhookSecret } from './webhooks.ts'
import { colleagues, kinds, ownFieldsOf, purposes, rolesOf, topics } from './words.ts'
import { history, note, write } from './writes.ts'

type Handlers = { [V in Verb]: (deps: DoorDeps, asker: Asker, input: Checked<V>) => Promise<Outputs[V]> }

const handlers: Handlers = {
  who: personOf,
  colleagues,
  units: unitsKnown,
  unseen,
  find,
  list,
  preview,
  card,
  atTill,
  texts,
  history,
  journal,
  create,
  write,
  touch,
  setUnits: setUnitsOf,
  setOwner: setOwnerOf,
  careChanges,
  consents,
  consentProof,
  terms,
  sayFor,
  addIdentifier: addIdentifierOf,
  markIdentifier: markIdentifierOf,
  removeIdentifier: removeIdentifierOf,
  identifierHistory,
  note,
  rewriteNote,
  relate: relateCustomers,
  changeRelation: changeRelationOf,
  dropRelation: dropRelationOf,
  relationChanges,
  describe,
  merge,
  unmerge,
  compare,
  duplicates,
  dismiss,
  joined,
  kinds,
  topics,
  ownFields: ownFieldsOf,
  purposes,
  decide,
  send,
  withdraw,
  noted,
  tellStaff,
  webhookSecret,
  myself,
  mySay,
  myTrial,
  myWards,
  sayForWard,
  myTerms: (deps, asker) => termsFor(deps, ownId(asker), shownTo(asker)),
  myIdentifierHistory,
  myEarlierValues,
  myTexts,
  myConsents,
  myMessages,
  myMessage,
  myReceipts,
  myProof,
  myBeginCopy,
  mySignCopy,
  rolesOf,
  personal,
  notePersonal,
  dropPersonal,
  myPersonal,
  myRelations,
  myRelationChanges,
  myNeeds,
  mySayNeed,
  myChangeNeed,
  myCloseNeed,
  myDecide,
  needs,
  answerNeed,
  takeBackAnswer,
  takeNeed,
  readyAnswers,
  keepReadyAnswer,
  retireReadyAnswer,
  bulkPreview,
  bulkBegin,
  bulkUndo,
  bulkBatch,
  aside,
  trashed,
  exportPreview,
  exportBegin,
  exportFeed,
  exportsDue,
  gatherQuality,
  health,
}

/** What the house's own jobs may ask, for which nobody signed in: figures and contacts, never a name. */
const ofService: { [job: string]: readonly Verb[] } = {
  campaigns: ['decide', 'send', 'noted'],
  insight: [],
  health: ['health', 'kinds', 'topics', 'ownFields', 'purposes'],
  webhooks: ['webhookSecret'],
  notices: ['tellStaff'],
  exports: ['exportsDue', 'exportFeed'],
  bulk: ['bulkBatch'],
}

/** What whoever looks through a colleague's eyes may ask; all else changes something. */
const looks: ReadonlySet<Verb> = new Set([
  'who',
  'colleagues',
  'units',
  'unseen',
  'find',
  'list',
  'preview',
  'card',
  'atTill',
  'texts',
  'history',
  'journal',
  'identifierHistory',
  'compare',
  'duplicates',
  'joined',
  'kinds',
  'topics',
  'ownFields',
  'purposes',
  'decide',
  'rolesOf',
  'personal',
  'relationChanges',
  'careChanges',
  'consents',
  'consentProof',
  'terms',
  'needs',
  'readyAnswers',
  'trashed',
  'health',
])

/** What a guardian may ask for a child: neither what the child said and wrote, nor what they look for, nor anything that is about both. */
const forChildren: ReadonlySet<Verb> = new Set([
  'who',
  'myself',
  'mySay',
  'myTerms',
  'myTrial',
  'myEarlierValues',
  'myTexts',
  'myConsents',
  'myMessages',
  'myMessage',
  'myRelations',
  'myRelationChanges',
  'myBeginCopy',
  'mySignCopy',
  'journal',
  'rolesOf',
])

const isVerb = (verb: string): verb is Verb => Object.hasOwn(inputs, verb)
const envelope = z.object({ as: credential, input: z.unknown() })

/**
 * Answers the office. Each call is checked against the contract, and who it is for is established from the credential by
 * the keep itself: the office may be taken over, so nothing it says about who asks is believed.
 */
export function doorHandler(deps: DoorDeps, askerOf: (as: Credential) => Promise<Asker>): RpcHandler {
  return async (verb, call) => {
    if (!isVerb(verb)) throw badInput(`The door has no verb "${verb}".`, 'verb')
    const { as, input } = checked(envelope, call)
    if ('service' in as && !ofService[as.service]?.includes(verb)) throw new AppError('forbidden', `The house's own ${as.service} does not ask "${verb}".`)
    if (!('service' in as)) deps.waiting.asked()
    const asker = await askerOf(as)
    if (asker.actor.as && !looks.has(verb)) throw new AppError('forbidden', nothingIsChanged, { place: 'seeing' })
    if (asker.guardian && !forChildren.has(verb)) throw new AppError('forbidden', childsOwn)
    return answer(deps, asker, verb, input)
  }
}

function answer<V extends Verb>(deps: DoorDeps, asker: Asker, verb: V, input: unknown): Promise<Outputs[V]> {
  const schema: z.ZodType<Checked<V>> = inputs[verb] as never
  return handlers[verb](deps, asker, checked(schema, input))
}
