import * as agreements from '../../../keep/agreements/contract.ts'
import * as files from '../../../keep/files/contract.ts'
import * as rights from '../../../keep/rights/contract.ts'
import * as terms from '../../../keep/terms/contract.ts'
import { type AnyEndpoint, isForCustomers } from '../../../platform/http/index.ts'
import * as portal from '../contract.ts'

// What a copy is made of: whatever a customer reads in the portal. What is kept and stands there nowhere has a reason in
// test/portal/places.ts; so nothing can be forgotten here that is not forgotten there.

/** `paged`: a list, read page by page. */
export type CopyPart = { name: string; path: string; paged: boolean }

const isEndpoint = (one: unknown): one is AnyEndpoint => typeof one === 'object' && one !== null && 'method' in one && 'path' in one

/** `relations-changes` of /v1/my/relations/changes. */
const nameOf = (path: string) => path.slice('/v1/my/'.length).replaceAll('/', '-')

/** Those are taken along as the file that anyone can verify; what an erasing would take is no datum. */
const elsewhere: readonly string[] = [portal.readMyReceipts.path, rights.previewMyErasure.path]

/** Every list and page without a parameter; `guardian`: those that a guardian reads for a child. */
export const copyParts = (guardian = false): readonly CopyPart[] =>
  [portal, agreements, files, rights, terms]
    .flatMap((contract) => Object.values<unknown>(contract))
    .filter(isEndpoint)
    .filter(
      (one) =>
        one.method === 'GET' && (guardian ? one.who === 'customer_or_guardian' : isForCustomers(one.who)) && !one.params && !elsewhere.includes(one.path),
    )
    .map(({ path, query }) => ({ name: nameOf(path), path, paged: query !== undefined }))
