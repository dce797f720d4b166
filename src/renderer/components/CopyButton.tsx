import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './Button'
import { copyText } from './clipboard'
import { notify } from './Toast'

export interface CopyButtonProps {
  /** What is copied, or how to make it. */
  readonly text: string | (() => string | Promise<string>)
  /** "Copy", "Copy as Markdown" */
  readonly label?: string
  readonly iconOnly?: boolean
  readonly kind?: ButtonProps['kind']
  /** Said in the corner afterwards: "Plan copied, 20 commands."; a function is asked once it was copied. */
  readonly said?: string | (() => string)
}

/** Copies a text and says so. */
export function CopyButton({ text, label = 'Copy', iconOnly, kind, said }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    const done = await made(text).then(copyText, () => false)
    setCopied(done)
    if (!done) notify('The text could not be copied.', 'failed')
    else if (said !== undefined) notify(typeof said === 'string' ? said : said())
  }
  return (
    <Button icon={copied ? Check : Copy} iconOnly={iconOnly} kind={kind} onClick={() => void copy()}>
      {label}
    </Button>
  )
}

const made = async (text: CopyButtonProps['text']): Promise<string> => (typeof text === 'string' ? text : text())
