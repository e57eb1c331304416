import { IconPaperclip } from '@tabler/icons-react'
import { bytes } from '../../ui/formats.ts'
import { useLanguage } from '../../ui/words.ts'
import classes from './Consents.module.css'
import { type Proof, proofAddress } from './queries.ts'

/** The files by which something was entered; to open one leaves a receipt. */
export function ProofLinks({ customerId, proofs }: { customerId: string; proofs: readonly Proof[] }) {
  const language = useLanguage()
  return proofs.map((proof) => (
    <div key={proof.id} className={classes.file} data-own-words>
      <a href={proofAddress(customerId, proof)} download={proof.name}>
        <IconPaperclip size={14} stroke={1.6} aria-hidden="true" /> {proof.name}
      </a>
      <span className="faint small">{bytes(proof.size, language)}</span>
    </div>
  ))
}
