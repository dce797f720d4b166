import { EyeOff } from 'lucide-react'
import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { PathText } from '../../components/PathText'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { DiffTable } from './DiffTable'

/** Values that change, secrets masked. */
export function ConfigPanel({ comparison: { config } }: { readonly comparison: Comparison }) {
  const files = config.filter(({ lines }) => lines.length > 0)
  const masked = config.reduce((sum, file) => sum + file.masked, 0)
  return (
    <Panel
      title="Configuration"
      count={<Counts files={files} />}
      actions={masked > 0 ? <span className="state state--small state--neutral"><EyeOff className="icon icon-14" aria-hidden="true" /><span>{`${formatCount(masked, 'secret')} masked`}</span></span> : undefined}
    >
      {files.length === 0 && <p className="pad sec">No value differs.</p>}
      {files.map(({ path, lines }) => (
        <div key={path}>
          {files.length > 1 && <p className="diff-file mono"><PathText>{path}</PathText></p>}
          <DiffTable label={`Configuration in ${path}`} lines={lines} />
        </div>
      ))}
    </Panel>
  )
}

function Counts({ files }: { readonly files: Comparison['config'] }) {
  return files.map(({ path, lines }, index) => (
    <span key={path}>{index > 0 && ', '}<UserText>{path}</UserText> {new Set(lines.map(({ name }) => name)).size}</span>
  ))
}
