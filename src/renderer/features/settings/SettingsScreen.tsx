import { useEffect, useState } from 'react'
import type { ScreenProps } from '../../app/routes'
import { Empty } from '../../components/Empty'
import { Button } from '../../components/Button'
import { Segmented } from '../../components/Segmented'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { AboutTab } from './AboutTab'
import { AppearanceTab } from './AppearanceTab'
import { DefinitionActions } from './DefinitionActions'
import { EncryptionTab } from './EncryptionTab'
import { EnvironmentsTab } from './EnvironmentsTab'
import { IdentityTab } from './IdentityTab'
import { ProgramsTab } from './ProgramsTab'
import { useDefinition } from './useDefinition'
import './settings.css'

type Tab = 'project' | 'identity' | 'encryption' | 'appearance' | 'programs' | 'about'

const TABS: readonly { readonly value: Tab; readonly label: string }[] = [
  { value: 'project', label: 'Environments' }, { value: 'identity', label: 'Identity' }, { value: 'encryption', label: 'Encryption' }, { value: 'appearance', label: 'Appearance' }, { value: 'programs', label: 'Programs' }, { value: 'about', label: 'About' }
]

/** backstep.yaml as form and text, how the window looks, which programs there are, and what this is. */
export function SettingsScreen({ route }: ScreenProps<'settings'>) {
  const project = useProjectPath()
  return <Settings key={project} route={route} project={project} />
}

function Settings({ route, project }: ScreenProps<'settings'> & { readonly project: string }) {
  const [tab, setTab] = useState<Tab>(route.section ?? (project === '' ? 'appearance' : 'project'))
  const definition = useDefinition(project)
  useEffect(() => {
    if (route.section !== undefined) setTab(route.section)
    else if (route.line !== undefined) setTab('project')
  }, [route])
  const editing = tab === 'project' && project !== '' && (definition.base?.exists === true || definition.changed)
  return (
    <>
      <div className="bar">
        <h1>Settings</h1>
        <Segmented label="Part" segments={TABS} chosen={tab} onChoose={setTab} />
        <span className="spacer" />
        {editing && <DefinitionActions definition={definition} />}
      </div>
      {tab === 'project' && (project === '' ? <NoProject /> : <EnvironmentsTab definition={definition} line={route.line} />)}
      {tab === 'identity' && <IdentityTab project={project === '' ? null : project} />}
      {tab === 'encryption' && (project === '' ? <NoProject /> : <EncryptionTab project={project} />)}
      {tab === 'appearance' && <AppearanceTab />}
      {tab === 'programs' && <ProgramsTab project={project === '' ? null : project} />}
      {tab === 'about' && <AboutTab />}
    </>
  )
}

function NoProject() {
  const go = useNavigation((state) => state.go)
  return (
    <Empty title="No project is open" actions={<Button onClick={() => go({ screen: 'start' })}>Open a project</Button>}>
      <p>Environments and keys belong to a project.</p>
    </Empty>
  )
}
