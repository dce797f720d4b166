import { Lock } from 'lucide-react'
import { UserText } from '../components/UserText'
import { useProject } from '../stores/project'

/** Said on every screen of a project that can only be read. */
export function ProjectBanner() {
  const project = useProject((state) => state.project)
  if (project === null || project.writable) return null
  return (
    <p className="frame-note" role="note">
      <Lock className="icon icon-14" aria-hidden="true" />
      <span><strong><UserText>{project.name}</UserText> can be looked at, not changed.</strong> {project.readOnlyReason ?? 'Its folder cannot be written.'}</span>
    </p>
  )
}
