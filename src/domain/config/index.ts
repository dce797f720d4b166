/** Configuration files: their keys, what differs between two of them, and credentials that stay as they are today. */
export { parseConfig } from './entries'
export { isSecretKey, isSecretValue } from './secret'
export { credentialsThatDiffer, mergeCredentials } from './credentials'
export { configKeys, diffConfig } from './diff'
