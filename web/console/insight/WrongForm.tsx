import { useQuery } from '@tanstack/react-query'
import type { Guess } from '../../../src/keep/rights/shapes.ts'
import { EnterRequest } from '../rights/EnterRequest.tsx'
import { holdingQuery, mandatesQuery } from '../rights/ofQueries.ts'

type WrongFormProps = { customerId: string; guess: Guess | `trait:${string}`; onClose: () => void }

/** A clerk enters that the customer calls a guess wrong: a request by right like any other, and from that moment it decides nothing. */
export default function WrongForm({ customerId, guess, onClose }: WrongFormProps) {
  const holding = useQuery(holdingQuery(customerId))
  const mandates = useQuery(mandatesQuery(customerId))
  if (!holding.data || mandates.isPending) return null
  const begin = { right: 'review', subject: `guess.${guess}` } as const
  return <EnterRequest customerId={customerId} holding={holding.data} mandates={mandates.data?.items ?? []} begin={begin} onClose={onClose} />
}
