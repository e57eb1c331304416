import { IconPaperclip } from '@tabler/icons-react'
import { bytes } from '../../ui/formats.ts'
import { useLanguage } from '../../ui/words.ts'
import { type MyCase, proofAddress } from './ofQueries.ts'

/** The files that show a request or a mandate; to open one leaves a receipt. */
export function Proofs({ customerId, proofs }: { customerId: string; proofs: MyCase['proofs'] }) {
  const language = useLanguage()
  return proofs.map((proof) => (
    <div key={proof.id} data-own-words>
      <a href={proofAddress(customerId, proof.id)} download={proof.name}>
        <IconPaperclip size={14} stroke={1.6} aria-hidden="true" /> {proof.name}
      </a>{' '}
      <span className="faint small">{bytes(proof.size, language)}</span>
    </div>
  ))
}
