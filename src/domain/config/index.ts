/** Configuration files: their keys, what differs between two of them, and credentials that stay as they are today. */
export { parseConfig } from './entries'
export { isSecretKey, isSecretValue, maskForms, mayNameSecret } from './secret'
export { secretValues } from './secret-values'
export { credentialsThatDiffer, mergeCredentials } from './credentials'
export { configKeys, diffConfig } from './diff'
