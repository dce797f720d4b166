import { Lock } from 'lucide-react'
import { Banner } from '../components/Banner'
import { useProject } from '../stores/project'

/** Said on every screen of a project that can only be read. */
export function ProjectBanner() {
  const project = useProject((state) => state.project)
  if (project === null || project.writable) return null
  return (
    <div className="frame-banner">
      <Banner tone="neutral" icon={Lock} label="Read-only project" title={`${project.name} can be looked at, not changed`}>
        {project.readOnlyReason ?? 'Its folder cannot be written.'} Nothing can be rolled back from here.
      </Banner>
    </div>
  )
}
