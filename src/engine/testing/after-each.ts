// Set up for each test file, as the modules that files share are loaded only once.
import { afterEach } from 'vitest'
import { cleanUp } from './at-end'

afterEach(cleanUp)
