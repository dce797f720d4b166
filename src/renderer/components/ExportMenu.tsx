import { Download } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../domain/problem'
import type { ExportFormat, ExportWhat } from '../../domain/views'
import { call } from '../stores/api'
import { notify } from '../stores/notices'
import { useProjectPath } from '../stores/project'
import { Button, type ButtonProps } from './Button'
import { Menu, MenuItem } from './Menu'
import { useZone } from './Time'
import { UserText } from './UserText'

/** One line of the menu: what is written, and as what. */
export interface ExportChoice {
  readonly label: string
  readonly why: string
  readonly what: ExportWhat
  readonly format: ExportFormat
}

export interface ExportMenuProps {
  readonly choices: readonly ExportChoice[]
  readonly kind?: ButtonProps['kind']
}

/** Writes what is shown to a file of the person's choosing. */
export function ExportMenu({ choices, kind }: ExportMenuProps) {
  const { busy, save } = useExport()
  return (
    <Menu label={busy ? 'Exporting…' : 'Export…'} icon={Download} kind={kind} disabledReason={busy ? 'A file is being written' : undefined}>
      {choices.map((choice) => (
        <MenuItem key={choice.label} onChoose={() => save(choice)}><span>{choice.label}</span><span className="t12 mut">{choice.why}</span></MenuItem>
      ))}
    </Menu>
  )
}

function useExport(): { readonly busy: boolean; readonly save: (choice: ExportChoice) => void } {
  const project = useProjectPath()
  const zone = useZone()
  const [busy, setBusy] = useState(false)
  const save = async ({ what, format }: ExportChoice): Promise<void> => {
    setBusy(true)
    try {
      const file = await call('app:export', { project, what, format, zone })
      if (file !== null) notify(<Written file={file} />, 'ok')
    } catch (error) {
      const { message, next } = problemOf(error)
      notify(<UserText>{`${message} ${next}`.trim()}</UserText>, 'failed')
    }
    setBusy(false)
  }
  return { busy, save: (choice) => void save(choice) }
}

function Written({ file }: { readonly file: string }) {
  const show = (): void => {
    call('app:show-file', { path: file }).catch((error: unknown) => notify(problemOf(error).message, 'failed'))
  }
  return <>Exported to <UserText>{file}</UserText>. <Button kind="quiet" onClick={show}>Show in folder</Button></>
}
