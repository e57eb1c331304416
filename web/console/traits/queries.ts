import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { TraitDefinition } from '../../../src/office/audiences/traits/contract.ts'
import { listTraits, previewTrait, readTrait } from '../../../src/office/audiences/traits/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type { TraitDefinition }
export type Trait = z.output<typeof listTraits.output>['items'][number]
export type OneTrait = z.output<typeof readTrait.output>
export type Spread = z.output<typeof previewTrait.output>

export const traitsQuery = queryOptions({ queryKey: ['traits'], queryFn: ({ signal }) => everyPage((query) => call(listTraits, { query, signal })) })

export const traitQuery = (trait: string) =>
  queryOptions({ queryKey: ['traits', trait], queryFn: ({ signal }) => call(readTrait, { params: { trait }, signal }) })

/** What a definition would give; the figures of the one before stand until the new ones are there. */
export const previewQuery = (definition: TraitDefinition | undefined) =>
  queryOptions({
    queryKey: ['trait-preview', definition],
    queryFn: ({ signal }) => call(previewTrait, { body: { definition: definition ?? { of: { bought: {} }, take: 'count' } }, signal }),
    enabled: definition !== undefined,
    staleTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
