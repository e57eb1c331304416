import { consentTold } from '../../../keep/terms/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { pageOf, paging } from '../../../platform/http/shapes.ts'

export const listMyConsents = endpoint({
  method: 'GET',
  path: '/v1/my/consents',
  who: 'customer_or_guardian',
  summary:
    'What one agreed to and refused: the text that was shown, who said what and when, what proves it; each also as a record by ISO/IEC TS 27560 in JSON-LD',
  query: paging,
  output: pageOf(consentTold),
})
